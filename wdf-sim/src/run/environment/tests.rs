//! Each variable of the environment is heeded, or named where it says nothing understandable.

use super::*;

fn from(variables: &'static [(&str, &str)]) -> Result<Explorer, EnvironmentError> {
    Explorer::from_variables(|name| {
        variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn an_empty_environment_asks_for_a_thousand_random_schedules() {
    let explored = from(&[]).expect("nothing is wrong").run(|_| {});
    assert_eq!(explored.schedules, 1_000);
}

#[test]
fn each_variable_is_heeded() {
    let all = from(&[
        ("WDF_SIM_STRATEGY", "pct:3"),
        ("WDF_SIM_SEED", "7"),
        ("WDF_SIM_SCHEDULES", "20"),
        ("WDF_SIM_TIME", "5m"),
        ("WDF_SIM_VERIFIER", "on"),
        ("WDF_SIM_SHARD", "2/4"),
    ]);
    let two_threads = |machine: &crate::Machine| {
        let other = machine.spawn(|machine| machine.yield_now());
        machine.yield_now();
        other.join();
    };
    assert_eq!(all.expect("nothing is wrong").run(two_threads).schedules, 5);
    for strategy in ["calm", "exhaustive:2", "every-order"] {
        let lookup = |name: &str| (name == "WDF_SIM_STRATEGY").then(|| strategy.to_owned());
        assert_eq!(Explorer::from_variables(lookup).expect("nothing is wrong").run(|_| {}).schedules, 1, "{strategy}");
    }
}

#[test]
fn each_fault_is_known_by_its_name() {
    assert_eq!(faults("all"), Some(Fault::ALL.to_vec()));
    assert_eq!(faults("cancel, stubborn-target"), Some(vec![Fault::Cancel, Fault::StubbornTarget]));
    let explored = from(&[("WDF_SIM_STRATEGY", "calm"), ("WDF_SIM_FAULTS", "cancel,remove")]);
    // One run for each fault: none comes where there is no request.
    assert_eq!(explored.expect("nothing is wrong").run(|_| {}).schedules, 2);
}

#[test]
fn what_is_not_understood_is_named() {
    for (variable, value) in [
        ("WDF_SIM_STRATEGY", "exhausting"),
        ("WDF_SIM_STRATEGY", "pct:0"),
        ("WDF_SIM_SEED", "-1"),
        ("WDF_SIM_SCHEDULES", "0"),
        ("WDF_SIM_TIME", "10"),
        ("WDF_SIM_VERIFIER", "yes"),
        ("WDF_SIM_SHARD", "0/4"),
        ("WDF_SIM_SHARD", "5/4"),
        ("WDF_SIM_FAULTS", "cancelled"),
        ("WDF_SIM_FAULTS", ""),
    ] {
        let error = Explorer::from_variables(|name| (name == variable).then(|| value.to_owned())).map(|_| ());
        let text = error.expect_err("it is nonsense").to_string();
        assert!(text.contains(variable) && text.contains(value), "{text}");
    }
}
