"""What a chapter needs on its page: data, a drawing style, the code of a loss, glued numbers.

The modules `lossbook.datasets`, `lossbook.figures`, `lossbook.page` and
`lossbook.retrieval` show what is public of it.
"""
