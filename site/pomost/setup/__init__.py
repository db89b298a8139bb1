"""What has to be in place before the site runs: tools, packages, fonts, translations, the database."""
