"""The joint conference: its members, meetings, agendas, decisions, and what came of them."""
