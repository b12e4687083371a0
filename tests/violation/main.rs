//! Drivers that break a rule on purpose.
