"""The papers, read back as a reader and a machine would: text, pictures, attachments, measures."""
