"""The set-up steps before the site runs: tools, packages, fonts, translations, the database."""
