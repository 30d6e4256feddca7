"""The service hall of citizens and firms: guides, drafts, receipts, their own matters, ratings."""
