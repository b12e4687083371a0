//! Every simulated function that takes a structure with a size, given sizes that are none of its versions': what it answers is
//! what the framework's source says, and nothing is read but the size.
//!
//! The structure lies at the end of a page, behind which there is no memory: of one with a wrong size only the size itself
//! is there, of one of an older version as many bytes as that has. Facts: `fxdeviceinitapi.cpp`, `fxdeviceapi.cpp`,
//! `fxioqueueapi.cpp`, `fxrequestapi.cpp`, `fxiotargetapi.cpp`, `fxqueryinterfaceapi.cpp`, `fxwmiapi.cpp`,
//! `fxvalidatefunctions.cpp` and the others that each function's own file names.
#![expect(unsafe_code, reason = "maps a page with none behind it, and writes structures there")]

use std::ptr::null_mut;
use std::sync::{Arc, Mutex, OnceLock};

use wdf_sim::{Explorer, Outcome, Rule, Verifier};
use wdf_tests::raw::{INFO_LENGTH_MISMATCH, INVALID_PARAMETER, INVALID_PARAMETER_4, World, check};

use wdk_sys::NT_SUCCESS;

use crate::table::{Function, call, functions};
use crate::zoo::Zoo;

/// What a function does about a wrong size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answers {
    /// It returns this status.
    Status(i32),
    /// The verifier breaks, by this rule, and nothing happens.
    Breaks(Rule),
    /// It returns nothing, or false, and says so in its log alone.
    Silent,
}
use Answers::{Breaks, Silent, Status};

const BREAKS: Answers = Breaks(Rule::ParametersSizeWrong);
const MISMATCH: Answers = Status(INFO_LENGTH_MISMATCH);

/// A function, the structure's type, its size and those of its older versions, and what a wrong one is answered with.
type Row = (&'static str, &'static str, usize, &'static [usize], Answers);

const ROWS: &[Row] = &[
    ("WdfDeviceAddQueryInterface", "PWDF_QUERY_INTERFACE_CONFIG", 48, &[], MISMATCH),
    ("WdfDeviceAllocAndQueryPropertyEx", "PWDF_DEVICE_PROPERTY_DATA", 24, &[], MISMATCH),
    ("WdfDeviceAssignProperty", "PWDF_DEVICE_PROPERTY_DATA", 24, &[], MISMATCH),
    ("WdfDeviceAssignS0IdleSettings", "PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS", 36, &[24, 28], MISMATCH),
    ("WdfDeviceAssignSxWakeSettings", "PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS", 20, &[16], MISMATCH),
    ("WdfDeviceGetDeviceState", "PWDF_DEVICE_STATE", 32, &[28], BREAKS),
    ("WdfDeviceInitSetFileObjectConfig", "PWDF_FILEOBJECT_CONFIG", 40, &[], BREAKS),
    ("WdfDeviceInitSetIoTypeEx", "PWDF_IO_TYPE_CONFIG", 16, &[], Silent),
    ("WdfDeviceInitSetPnpPowerEventCallbacks", "PWDF_PNPPOWER_EVENT_CALLBACKS", 144, &[136], BREAKS),
    ("WdfDeviceInitSetPowerPolicyEventCallbacks", "PWDF_POWER_POLICY_EVENT_CALLBACKS", 64, &[56], BREAKS),
    ("WdfDeviceInitSetRemoveLockOptions", "PWDF_REMOVE_LOCK_OPTIONS", 8, &[], BREAKS),
    ("WdfDeviceQueryPropertyEx", "PWDF_DEVICE_PROPERTY_DATA", 24, &[], MISMATCH),
    ("WdfDeviceSetDeviceState", "PWDF_DEVICE_STATE", 32, &[28], BREAKS),
    ("WdfDeviceSetPnpCapabilities", "PWDF_DEVICE_PNP_CAPABILITIES", 48, &[], BREAKS),
    ("WdfDeviceSetPowerCapabilities", "PWDF_DEVICE_POWER_CAPABILITIES", 80, &[], BREAKS),
    ("WdfDpcCreate", "PWDF_DPC_CONFIG", 24, &[], MISMATCH),
    ("WdfDriverCreate", "PWDF_DRIVER_CONFIG", 32, &[], MISMATCH),
    ("WdfDriverIsVersionAvailable", "PWDF_DRIVER_VERSION_AVAILABLE_PARAMS", 12, &[], Silent),
    ("WdfFdoInitAllocAndQueryPropertyEx", "PWDF_DEVICE_PROPERTY_DATA", 24, &[], MISMATCH),
    ("WdfFdoInitQueryPropertyEx", "PWDF_DEVICE_PROPERTY_DATA", 24, &[], MISMATCH),
    ("WdfFdoInitSetEventCallbacks", "PWDF_FDO_EVENT_CALLBACKS", 32, &[], BREAKS),
    ("WdfInterruptCreate", "PWDF_INTERRUPT_CONFIG", 104, &[], MISMATCH),
    ("WdfInterruptGetInfo", "PWDF_INTERRUPT_INFO", 64, &[56], BREAKS),
    ("WdfInterruptSetExtendedPolicy", "PWDF_INTERRUPT_EXTENDED_POLICY", 32, &[], BREAKS),
    ("WdfIoQueueAssignForwardProgressPolicy", "PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY", 40, &[], MISMATCH),
    ("WdfIoQueueCreate", "PWDF_IO_QUEUE_CONFIG", 96, &[80, 88], MISMATCH),
    ("WdfIoTargetOpen", "PWDF_IO_TARGET_OPEN_PARAMS", 136, &[120], MISMATCH),
    ("WdfIoTargetSendInternalIoctlOthersSynchronously", "PWDF_REQUEST_SEND_OPTIONS", 16, &[], MISMATCH),
    ("WdfIoTargetSendInternalIoctlSynchronously", "PWDF_REQUEST_SEND_OPTIONS", 16, &[], MISMATCH),
    ("WdfIoTargetSendIoctlSynchronously", "PWDF_REQUEST_SEND_OPTIONS", 16, &[], MISMATCH),
    ("WdfIoTargetSendReadSynchronously", "PWDF_REQUEST_SEND_OPTIONS", 16, &[], MISMATCH),
    ("WdfIoTargetSendWriteSynchronously", "PWDF_REQUEST_SEND_OPTIONS", 16, &[], MISMATCH),
    ("WdfPdoInitSetEventCallbacks", "PWDF_PDO_EVENT_CALLBACKS", 64, &[56], BREAKS),
    ("WdfRequestForwardToParentDeviceIoQueue", "PWDF_REQUEST_FORWARD_OPTIONS", 8, &[], MISMATCH),
    ("WdfRequestGetCompletionParams", "PWDF_REQUEST_COMPLETION_PARAMS", 72, &[], BREAKS),
    ("WdfRequestGetParameters", "PWDF_REQUEST_PARAMETERS", 40, &[], BREAKS),
    ("WdfRequestReuse", "PWDF_REQUEST_REUSE_PARAMS", 24, &[], Status(INVALID_PARAMETER)),
    ("WdfRequestSend", "PWDF_REQUEST_SEND_OPTIONS", 16, &[], Breaks(Rule::SendOptionsWrong)),
    ("WdfTimerCreate", "PWDF_TIMER_CONFIG", 40, &[24], MISMATCH),
    ("WdfWmiInstanceCreate", "PWDF_WMI_INSTANCE_CONFIG", 64, &[], MISMATCH),
    ("WdfWmiProviderCreate", "PWDF_WMI_PROVIDER_CONFIG", 40, &[], MISMATCH),
    ("WdfWorkItemCreate", "PWDF_WORKITEM_CONFIG", 24, &[], MISMATCH),
];

/// The size of a structure, by the type of pointer to it.
pub(crate) fn size_of_pointed(kind: &str) -> Option<usize> {
    if kind == "PWDF_OBJECT_ATTRIBUTES" {
        return Some(size_of::<wdk_sys::WDF_OBJECT_ATTRIBUTES>());
    }
    ROWS.iter().find(|(_, of, ..)| *of == kind).map(|(.., size, _, _)| *size)
}

/// The address at which memory ends.
fn end_of_memory() -> usize {
    const PAGE: usize = 4096;
    static END: OnceLock<usize> = OnceLock::new();
    *END.get_or_init(|| {
        let (access, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
        // SAFETY: new memory, which nobody else has.
        let start = unsafe { libc::mmap(null_mut(), 2 * PAGE, access, flags, -1, 0) };
        assert_ne!(start, libc::MAP_FAILED, "memory is to be had");
        let end = start as usize + PAGE;
        // SAFETY: the second of the two pages, which nobody has used.
        let closed = unsafe { libc::mprotect(end as *mut _, PAGE, libc::PROT_NONE) };
        assert_eq!(closed, 0, "a page can be closed");
        end
    })
}

/// A zeroed structure that says this size, of which so many bytes are there.
fn structure(size: u32, there: usize) -> usize {
    let start = end_of_memory() - there;
    // SAFETY: the last bytes of the open page.
    unsafe { std::ptr::write_bytes(start as *mut u8, 0, there) };
    let bytes = size.to_ne_bytes();
    let count = bytes.len().min(there);
    // SAFETY: as above; a structure is as long as its size, at least.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), start as *mut u8, count) };
    start
}

/// How long the first member is.
fn size_member(kind: &str) -> usize {
    if kind == "PWDF_REQUEST_PARAMETERS" { 2 } else { 4 }
}

/// What a call with a structure of this size came to: the value, or the rule and how it shows.
fn outcome(
    function: &Function,
    kind: &'static str,
    (size, there): (u32, usize),
    verifier: Verifier,
) -> Result<usize, (Rule, Outcome)> {
    let function = function.clone();
    let act = move |m: &World<'_>| {
        let zoo = Zoo::new(m);
        let mut arguments = zoo.arguments(&function);
        for (place, of) in function.arguments.iter().enumerate() {
            if of == kind {
                arguments[place] = structure(size, there);
            }
        }
        call(function.index, &arguments)
    };
    let returned = Arc::new(Mutex::new(None));
    let out = Arc::clone(&returned);
    let result = check(Explorer::calm(), verifier, move |m| {
        let value = act(m);
        *out.lock().expect("one thread") = Some(value);
        m.fail("called");
    });
    let value = *returned.lock().expect("one thread");
    match (value, result) {
        (Some(value), _) => Ok(value),
        (None, Err(report)) => Err((report.violation.rule, report.violation.outcome)),
        (None, Ok(_)) => unreachable!("the body ends the run"),
    }
}

/// Whether a call was answered like that.
fn is(answer: Answers, got: &Result<usize, (Rule, Outcome)>, verifier: Verifier) -> bool {
    match (answer, got) {
        (Status(status), Ok(value)) => *value as i32 == status,
        (Breaks(rule), Err((broken, outcome))) => {
            verifier == Verifier::On && (*broken, *outcome) == (rule, Outcome::Break)
        }
        // Without the verifier a break is only printed.
        (Breaks(_), Ok(_)) => verifier == Verifier::Off,
        (Silent, Ok(_)) => true,
        _ => false,
    }
}

#[test]
fn wrong_sizes_are_refused_and_nothing_is_read_beyond_them() {
    let mut wrong = Vec::new();
    for &(name, kind, size, older, answer) in ROWS {
        let function = functions().into_iter().find(|function| function.name == name).expect("a function");
        let right = u32::try_from(size).expect("a small structure");
        for verifier in [Verifier::Off, Verifier::On] {
            for bad in [0, 1, right - 1, right + 1, right + 8, u32::MAX] {
                if older.contains(&(bad as usize)) {
                    continue;
                }
                let got = outcome(&function, kind, (bad, size_member(kind)), verifier);
                if !is(answer, &got, verifier) {
                    wrong.push(format!("{name}, size {bad}, {verifier:?}: {got:x?}, not {answer:x?}"));
                }
            }
        }
        // What is legal may fail for another reason, as the rest is zeros, but not for its size.
        for good in older.iter().copied().chain([size]) {
            let got = outcome(&function, kind, (u32::try_from(good).expect("small"), good), Verifier::On);
            if answer != Silent && is(answer, &got, Verifier::On) && answer != Status(INVALID_PARAMETER) {
                wrong.push(format!("{name}, size {good}: {got:x?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_simulated_function_that_takes_a_size_is_tried() {
    let known: Vec<&str> = ROWS.iter().map(|(_, kind, ..)| *kind).collect();
    let missing: Vec<String> = functions()
        .into_iter()
        .filter(|function| function.arguments.iter().any(|kind| known.contains(&kind.as_str())))
        .filter(|function| function.name != "WdfIoQueueFindRequest")
        .filter(|function| ROWS.iter().all(|(name, ..)| *name != function.name))
        .map(|function| function.name)
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_search_takes_parameters_that_are_long_enough() {
    let find = functions().into_iter().find(|function| function.name == "WdfIoQueueFindRequest").expect("a function");
    for (size, refused) in [(0, true), (39, true), (40, false), (41, false), (u32::from(u16::MAX), false)] {
        let there = if refused { 2 } else { 40 };
        let got = outcome(&find, "PWDF_REQUEST_PARAMETERS", (size, there), Verifier::Off);
        let is_refused = got.as_ref().is_ok_and(|value| *value as i32 == INVALID_PARAMETER_4);
        assert_eq!(is_refused, refused, "size {size}: {got:?}");
    }
}

/// What refuses one of these tests' other arguments before it looks at the attributes.
const OTHERWISE: &[&str] = &[
    "WdfDeviceAllocAndQueryPropertyEx",
    "WdfFdoInitAllocAndQueryPropertyEx",
    "WdfFdoInitOpenRegistryKey",
    "WdfInterruptCreate",
    "WdfMemoryCreatePreallocated",
    "WdfRegistryCreateKey",
    "WdfRegistryOpenKey",
    "WdfRegistryQueryMemory",
    "WdfRegistryQueryMultiString",
];

#[test]
fn attributes_of_a_wrong_size_are_refused_by_every_function() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for function in functions() {
        if !function.arguments.iter().any(|kind| kind == "PWDF_OBJECT_ATTRIBUTES") {
            continue;
        }
        for size in [0, 55, 57, u32::MAX] {
            let got = outcome(&function, "PWDF_OBJECT_ATTRIBUTES", (size, 4), Verifier::On);
            if matches!(got, Err((Rule::NotSimulated, _))) {
                break;
            }
            tried += 1;
            let refused = match &got {
                Ok(value) if OTHERWISE.contains(&function.name.as_str()) => !NT_SUCCESS(*value as i32),
                Ok(value) => *value as i32 == INFO_LENGTH_MISMATCH,
                Err((rule, Outcome::BugCheck(_))) => *rule == Rule::RequiredParameterIsNull,
                Err((_, outcome)) => *outcome == Outcome::Break,
            };
            if !refused {
                wrong.push(format!("{}, size {size}: {got:x?}", function.name));
            }
        }
    }
    assert!(tried > 60, "{tried}");
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n"));
}
