"""Cases: what somebody asked, who decides, until when, and what was done."""
