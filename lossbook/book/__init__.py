"""What a chapter needs on its page: data, a drawing style, the code of a loss, glued numbers.

The modules `lossbook.datasets`, `lossbook.figures` and `lossbook.page` show what is public of it.
"""
