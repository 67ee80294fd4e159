"""Reading on a parse: in comes what an analyser says of a document's tokens, out come claims.

The assembly is the rules' own (``read/assemble.py``); what hangs on what is told by the dependency tree, and what words
mean also by the analyser's labels where it has them. It refuses nothing: where the analyser is silent, the rules'
answer stands. It does not prove that a parse is right: every value keeps its words.
"""
