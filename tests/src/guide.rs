//! The chapters of the guide: what they show is compiled, and run.

/// Each chapter's code, as documentation tests.
macro_rules! chapters {
    ($($chapter:ident = $file:literal;)*) => {
        $(
            #[doc = include_str!(concat!("../../docs/guide/", $file))]
            mod $chapter {}
        )*
    };
}

chapters! {
    first_driver = "first-driver.md";
    requests = "requests.md";
    queues = "queues.md";
    contexts = "contexts.md";
    irql = "irql.md";
    interrupts = "interrupts.md";
    sending = "sending.md";
    power = "power.md";
    testing = "testing.md";
    from_c = "from-c.md";
    from_wdk_sys = "from-wdk-sys.md";
    report = "report.md";
}
