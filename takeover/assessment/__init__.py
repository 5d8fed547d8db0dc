"""What it means: ranges, lights, stop-lines, disputes, readiness, findings, requests (method `takeover-1`).

Pure functions in exact fractions. A changed method is a new package beside `method_1`.
"""
