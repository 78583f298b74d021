"""The records of newsgen, and how every URL of the site is spelled."""
