"""What exists and where it is kept: the vocabulary, the model, the stores, the snapshot.

Imports nothing else of ours. The first file to read is `graph/vocabulary.py`.
"""
