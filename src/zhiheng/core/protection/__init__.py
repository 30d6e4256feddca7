"""What endangers something that is protected: near marks, lapses due, what happened to a right.

findings   what is told, with severity, sentence, deadline
lapses     terms, renewals and annual fees that come near
events     announced events, transfers and pledges, sorted by what they mean
nearness   marks just filed, held against protected names
"""
