//! The four questions about an `NTSTATUS`, asked at each edge of each severity.

use wdf_sim_sys::{
    NT_ERROR, NT_INFORMATION, NT_SUCCESS, NT_WARNING, STATUS_BUFFER_OVERFLOW, STATUS_CANCELLED, STATUS_PENDING,
    STATUS_SUCCESS,
};

#[test]
fn every_status_has_one_severity() {
    let severities = |status: u32| {
        let status = status.cast_signed();
        (NT_SUCCESS(status), NT_INFORMATION(status), NT_WARNING(status), NT_ERROR(status))
    };
    for status in [0, 0x3FFF_FFFF] {
        assert_eq!(severities(status), (true, false, false, false));
    }
    for status in [0x4000_0000, 0x7FFF_FFFF] {
        assert_eq!(severities(status), (true, true, false, false));
    }
    for status in [0x8000_0000, 0xBFFF_FFFF] {
        assert_eq!(severities(status), (false, false, true, false));
    }
    for status in [0xC000_0000, 0xFFFF_FFFF] {
        assert_eq!(severities(status), (false, false, false, true));
    }
}

#[test]
fn the_named_values_have_the_severity_that_their_header_gives_them() {
    assert!(NT_SUCCESS(STATUS_SUCCESS));
    assert!(NT_SUCCESS(STATUS_PENDING));
    assert!(NT_WARNING(STATUS_BUFFER_OVERFLOW));
    assert!(NT_ERROR(STATUS_CANCELLED));
}
