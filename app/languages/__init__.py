"""Every sentence a user reads, in all languages, and how numbers, money and dates are written."""
