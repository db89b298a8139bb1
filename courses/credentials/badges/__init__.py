"""Open Badges 3.0 of certificates: W3C verifiable credentials, signed with eddsa-rdfc-2022 by the site's did:web."""
