//! A violation ends a run and nothing else: not the process, not its memory, not the next run.
