//! `TIME_FIELDS`: dates of the system's time, which counts from the year 1601.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and writes the driver's structures")]

use wdf_sim_sys::{BOOLEAN, CSHORT, PLARGE_INTEGER};

use super::required;

/// Units of 100 nanoseconds in a millisecond.
const PER_MILLISECOND: i64 = 10_000;
/// Milliseconds in a day.
const PER_DAY: i64 = 86_400_000;
/// Days from the first of March of the year 0 to the first of January 1601.
const TO_1601: i64 = 584_694;

/// `TIME_FIELDS`.
#[repr(C)]
struct Fields {
    year: CSHORT,
    month: CSHORT,
    day: CSHORT,
    hour: CSHORT,
    minute: CSHORT,
    second: CSHORT,
    milliseconds: CSHORT,
    weekday: CSHORT,
}

/// Days since 1601 of a date, by counting years from March, so that the leap day is the last.
const fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - TO_1601
}

const fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + TO_1601;
    let century = (4 * days + 3) / 146_097;
    let day_of_century = days - century * 146_097 / 4;
    let year = (4 * day_of_century + 3) / 1461;
    let day_of_year = day_of_century - year * 1461 / 4;
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (century * 100 + year + carry, month, day)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlTimeToTimeFields(time: PLARGE_INTEGER, fields: *mut Fields) {
    required("RtlTimeToTimeFields", "Time", time);
    required("RtlTimeToTimeFields", "TimeFields", fields);
    // SAFETY: the driver's pointer, not NULL.
    let milliseconds = unsafe { time.cast::<i64>().read_unaligned() } / PER_MILLISECOND;
    let (days, rest) = (milliseconds.div_euclid(PER_DAY), milliseconds.rem_euclid(PER_DAY));
    let (year, month, day) = date_of(days);
    let value = Fields {
        year: year as CSHORT,
        month: month as CSHORT,
        day: day as CSHORT,
        hour: (rest / 3_600_000) as CSHORT,
        minute: (rest / 60_000 % 60) as CSHORT,
        second: (rest / 1000 % 60) as CSHORT,
        milliseconds: (rest % 1000) as CSHORT,
        // The first of January 1601 was a Monday.
        weekday: (days + 1).rem_euclid(7) as CSHORT,
    };
    // SAFETY: as above.
    unsafe { fields.write_unaligned(value) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlTimeFieldsToTime(fields: *const Fields, time: PLARGE_INTEGER) -> BOOLEAN {
    required("RtlTimeFieldsToTime", "TimeFields", fields);
    required("RtlTimeFieldsToTime", "Time", time);
    // SAFETY: the driver's pointer, not NULL.
    let Fields { year, month, day, hour, minute, second, milliseconds, .. } = unsafe { fields.read_unaligned() };
    let days = days_of(year.into(), month.into(), day.into());
    let is_time = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second);
    let is_date = (1601..=30827).contains(&year) && date_of(days) == (year.into(), month.into(), day.into());
    if !is_time || !is_date || !(0..1000).contains(&milliseconds) {
        return 0;
    }
    let seconds = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
    let value = (days * PER_DAY + seconds * 1000 + i64::from(milliseconds)) * PER_MILLISECOND;
    // SAFETY: as above.
    unsafe { time.cast::<i64>().write_unaligned(value) };
    1
}

/// The machine's zone is that of universal time.
#[unsafe(no_mangle)]
unsafe extern "C" fn ExSystemTimeToLocalTime(system: PLARGE_INTEGER, local: PLARGE_INTEGER) {
    required("ExSystemTimeToLocalTime", "SystemTime", system);
    required("ExSystemTimeToLocalTime", "LocalTime", local);
    // SAFETY: the driver's pointers, not NULL.
    unsafe { std::ptr::copy(system, local, 1) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExLocalTimeToSystemTime(local: PLARGE_INTEGER, system: PLARGE_INTEGER) {
    // SAFETY: the caller's own pointers.
    unsafe { ExSystemTimeToLocalTime(local, system) };
}
