//! The table against its enumeration: every slot is filled, and each simulated one has its own function.

use super::failing::FAILING;
use super::names::{NAMES, NOT_SIMULATED};
use super::table::simulated;

#[test]
fn every_name_stands_at_its_index() {
    let source = include_str!("../../sys/src/function_index.rs");
    let mut count = 0;
    for line in source.lines() {
        let Some(rest) = line.trim().strip_prefix("pub const Wdf") else { continue };
        let Some((name, index)) = rest.split_once("TableIndex: Type = ") else { continue };
        let index: usize = index.trim_end_matches(';').parse().expect("an index");
        assert_eq!(NAMES[index], format!("Wdf{name}"));
        count += 1;
    }
    assert_eq!(count, NAMES.len());
}

#[test]
fn every_slot_is_filled() {
    assert_eq!(NOT_SIMULATED.len(), 458);
    assert!(NOT_SIMULATED.iter().all(Option::is_some));
}

#[test]
fn no_function_is_simulated_twice() {
    let mut sorted: Vec<i32> = simulated().into_iter().map(|(index, _)| index).collect();
    let count = sorted.len();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), count);
}

/// Functions that return a status and do not fail for want of resources: they look something up, or change what is there.
const CANNOT_FAIL: &[&str] = &[
    "WdfDeviceWdmDispatchPreprocessedIrp",
    "WdfDeviceWdmDispatchIrp",
    "WdfDeviceWdmDispatchIrpToIoQueue",
    "WdfDeviceStopIdleNoTrack",
    "WdfDeviceStopIdleActual",
    "WdfDeviceQueryProperty",
    "WdfDeviceQueryPropertyEx",
    "WdfFdoInitQueryProperty",
    "WdfFdoInitQueryPropertyEx",
    "WdfIoTargetQueryTargetProperty",
    "WdfFdoQueryForInterface",
    "WdfIoTargetQueryForInterface",
    "WdfDeviceIndicateWakeStatus",
    "WdfPdoInitAssignContainerID",
    "WdfDeviceRetrieveDeviceName",
    "WdfDriverRegisterTraceInfo",
    "WdfDriverRetrieveVersionString",
    "WdfIoQueueFindRequest",
    "WdfIoQueueReadyNotify",
    "WdfIoQueueRetrieveFoundRequest",
    "WdfIoQueueRetrieveNextRequest",
    "WdfIoQueueRetrieveRequestByFileObject",
    "WdfIoTargetStart",
    "WdfMemoryAssignBuffer",
    "WdfMemoryCopyFromBuffer",
    "WdfMemoryCopyToBuffer",
    "WdfObjectQuery",
    "WdfPdoInitAssignRawDevice",
    "WdfPdoMarkMissing",
    "WdfRegistryQueryULong",
    "WdfRegistryRemoveKey",
    "WdfRegistryRemoveValue",
    "WdfRequestGetStatus",
    "WdfRequestMarkCancelableEx",
    "WdfRequestRequeue",
    "WdfRequestRetrieveUnsafeUserInputBuffer",
    "WdfRequestRetrieveUnsafeUserOutputBuffer",
    "WdfRequestReuse",
    "WdfRequestUnmarkCancelable",
    "WdfWaitLockAcquire",
];

#[test]
fn each_simulated_function_that_returns_a_status_is_a_point_at_which_it_fails_or_cannot_fail() {
    let mut undecided = Vec::new();
    for (index, function) in simulated() {
        let name = NAMES[index as usize];
        // Numbers as statuses are, but no statuses.
        let returns_a_state = name.contains("Get") && (name.ends_with("State") || name.ends_with("PowerAction"));
        let fails = FAILING.contains(&index);
        let cannot = CANNOT_FAIL.contains(&name);
        if function.ends_with("-> i32>") && !returns_a_state {
            if fails == cannot {
                undecided.push(name);
            }
        } else {
            assert!(!cannot, "{name} returns no status");
        }
    }
    assert!(undecided.is_empty(), "put them into `failing.rs`, or into `CANNOT_FAIL`: {undecided:?}");
    assert!(FAILING.iter().all(|index| simulated().iter().any(|(known, _)| known == index)));
}
