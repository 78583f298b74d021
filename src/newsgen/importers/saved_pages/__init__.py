"""Import text captures and pages that browsers and other tools saved."""
