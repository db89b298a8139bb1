"""The demo: content that shows what the site can hold, and accounts to try it with. Not in a production install."""
