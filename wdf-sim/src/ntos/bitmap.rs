//! `RTL_BITMAP`.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and reads and writes the driver's bitmaps")]

use wdf_sim_sys::{BOOLEAN, ULONG};

use super::required;

/// `RTL_BITMAP`.
#[repr(C)]
#[derive(Clone, Copy)]
struct Bitmap {
    size: ULONG,
    buffer: *mut ULONG,
}

/// "There is none".
const NOWHERE: ULONG = ULONG::MAX;

impl Bitmap {
    /// # Safety
    ///
    /// The pointer is one to a valid bitmap.
    unsafe fn of(map: *const Self) -> Self {
        required("RTL_BITMAP", "BitMapHeader", map);
        // SAFETY: the caller vouches for it.
        unsafe { map.read_unaligned() }
    }

    fn word(self, bit: ULONG) -> *mut ULONG {
        self.buffer.wrapping_add(bit as usize / 32)
    }

    fn get(self, bit: ULONG) -> bool {
        // SAFETY: the bit is below the size, and the driver's buffer has so many.
        let word = unsafe { self.word(bit).read_unaligned() };
        word >> (bit % 32) & 1 != 0
    }

    fn put(self, bit: ULONG, value: bool) {
        let mask = 1 << (bit % 32);
        // SAFETY: as above.
        let before = unsafe { self.word(bit).read_unaligned() };
        let after = if value { before | mask } else { before & !mask };
        // SAFETY: as above.
        unsafe { self.word(bit).write_unaligned(after) };
    }

    /// The bits of a range, as far as it is within the map.
    const fn range(self, start: ULONG, count: ULONG) -> std::ops::Range<ULONG> {
        let end = start.saturating_add(count);
        start..if end < self.size { end } else { self.size }
    }

    fn all(self, start: ULONG, count: ULONG, value: bool) -> bool {
        let end = start.checked_add(count);
        end.is_some_and(|end| end <= self.size) && (start..start + count).all(|bit| self.get(bit) == value)
    }

    fn count(self, value: bool) -> ULONG {
        (0..self.size).filter(|bit| self.get(*bit) == value).count() as ULONG
    }

    /// The first run of so many equal bits, looked for from the hint on and then from the beginning.
    fn find(self, count: ULONG, hint: ULONG, value: bool) -> ULONG {
        let hint = if hint < self.size { hint } else { 0 };
        let mut starts = (hint..self.size).chain(0..hint);
        starts.find(|start| self.all(*start, count, value)).unwrap_or(NOWHERE)
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlInitializeBitMap(map: *mut Bitmap, buffer: *mut ULONG, size: ULONG) {
    required("RtlInitializeBitMap", "BitMapHeader", map);
    // SAFETY: the driver's pointer, not NULL.
    unsafe { map.write_unaligned(Bitmap { size, buffer }) };
}

macro_rules! bitmaps {
    ($($name:ident($map:ident $(, $argument:ident)*) $(-> $type:ty)? $body:block)*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(map: *const Bitmap $(, $argument: ULONG)*) $(-> $type)? {
            // SAFETY: the driver's bitmap is valid.
            let $map = unsafe { Bitmap::of(map) };
            $body
        }
    )*};
}

bitmaps! {
    RtlClearAllBits(map) { (0..map.size.next_multiple_of(32)).for_each(|bit| map.put(bit, false)) }
    RtlSetAllBits(map) { (0..map.size.next_multiple_of(32)).for_each(|bit| map.put(bit, true)) }
    RtlClearBit(map, bit) { map.put(bit, false) }
    RtlSetBit(map, bit) { map.put(bit, true) }
    RtlTestBit(map, bit) -> BOOLEAN { BOOLEAN::from(map.get(bit)) }
    RtlClearBits(map, start, count) { map.range(start, count).for_each(|bit| map.put(bit, false)) }
    RtlSetBits(map, start, count) { map.range(start, count).for_each(|bit| map.put(bit, true)) }
    RtlAreBitsClear(map, start, count) -> BOOLEAN { BOOLEAN::from(map.all(start, count, false)) }
    RtlAreBitsSet(map, start, count) -> BOOLEAN { BOOLEAN::from(map.all(start, count, true)) }
    RtlNumberOfClearBits(map) -> ULONG { map.count(false) }
    RtlNumberOfSetBits(map) -> ULONG { map.count(true) }
    RtlFindClearBits(map, count, hint) -> ULONG { map.find(count, hint, false) }
    RtlFindSetBits(map, count, hint) -> ULONG { map.find(count, hint, true) }
    RtlFindClearBitsAndSet(map, count, hint) -> ULONG {
        let start = map.find(count, hint, false);
        if start != NOWHERE {
            map.range(start, count).for_each(|bit| map.put(bit, true));
        }
        start
    }
    RtlFindSetBitsAndClear(map, count, hint) -> ULONG {
        let start = map.find(count, hint, true);
        if start != NOWHERE {
            map.range(start, count).for_each(|bit| map.put(bit, false));
        }
        start
    }
}

#[unsafe(no_mangle)]
const extern "C" fn RtlFindMostSignificantBit(set: u64) -> i8 {
    if set == 0 { -1 } else { 63 - set.leading_zeros() as i8 }
}

#[unsafe(no_mangle)]
const extern "C" fn RtlFindLeastSignificantBit(set: u64) -> i8 {
    if set == 0 { -1 } else { set.trailing_zeros() as i8 }
}

#[unsafe(no_mangle)]
const extern "C" fn RtlUshortByteSwap(value: u16) -> u16 {
    value.swap_bytes()
}

#[unsafe(no_mangle)]
const extern "C" fn RtlUlongByteSwap(value: u32) -> u32 {
    value.swap_bytes()
}

#[unsafe(no_mangle)]
const extern "C" fn RtlUlonglongByteSwap(value: u64) -> u64 {
    value.swap_bytes()
}
