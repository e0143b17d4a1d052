"""Het voorstel: which auditor does which audit on which day, reckoned for many audits at once. Plain values only.

``words`` what goes in and comes out, ``solver.propose`` the way in, ``hard_rules`` what no plan may break.
"""
