"""From a page to PDF/A-3a and PDF/UA-1: layout, form fields, codes, attachments."""
