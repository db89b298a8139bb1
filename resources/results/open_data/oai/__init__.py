"""OAI-PMH 2.0, the protocol by which libraries and repositories harvest the base.

https://www.openarchives.org/OAI/2.0/openarchivesprotocol.htm
"""
