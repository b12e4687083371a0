//! String objects: a copy of a `UNICODE_STRING` at a stable address.
//!
//! Facts: `fxstringapi.cpp`.

#[derive(Debug, Default)]
pub(crate) struct Text {
    /// The UTF-16 units and a zero behind them; nothing at all if the string was created of nothing.
    units: Vec<u16>,
}

impl Text {
    pub(crate) fn new(units: &[u16]) -> Self {
        Self { units: units.iter().copied().chain([0]).collect() }
    }

    /// The units, without the zero.
    pub(crate) fn units(&self) -> &[u16] {
        self.units.split_last().map_or(&[], |(_, units)| units)
    }

    /// Where the units are, and how many bytes they are with and without the zero; nowhere if it was created of nothing.
    pub(crate) fn place(&mut self) -> Option<(usize, usize, usize)> {
        let room = self.units.len() * 2;
        (room > 0).then(|| (self.units.as_mut_ptr() as usize, room - 2, room))
    }
}
