//! What a walk reads from token to token, without asking each time whether it is there.
#![expect(
    unsafe_code,
    reason = "a check for each byte that is read takes a third of the time of a scan"
)]
#![expect(
    clippy::inline_always,
    reason = "a call would move what the loop needs to memory"
)]

use super::marks::Marks;

/// As many bytes around a place can be read.
const AROUND: usize = 16;

/// A text, and the places of quotes in it.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    text: &'a [u8],
    /// In rising order, all of them fit to be a [`Place`].
    quotes: &'a [u32],
    /// How many places there are, from the first on.
    places: usize,
}

/// An offset in the text of the view that it came from, with [`AROUND`] bytes before it, and itself and as many behind
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(usize);

impl<'a> View<'a> {
    /// Of a text and its marks, of which so many quotes were passed; nothing, if no place is left.
    #[inline(always)]
    pub(super) fn new(text: &'a [u8], marks: &'a Marks, passed: usize) -> Option<Self> {
        let mut view = Self {
            text,
            quotes: marks.quotes_behind(passed),
            places: text.len().checked_sub(2 * AROUND)?,
        };
        view.place(*view.quotes.first()? as usize)?;
        while let Some((last, before)) = view.quotes.split_last()
            && view.place(*last as usize).is_none()
        {
            view.quotes = before;
        }
        Some(view)
    }

    /// The place at an offset.
    #[inline(always)]
    pub(super) fn place(self, offset: usize) -> Option<Place> {
        (offset.wrapping_sub(AROUND) < self.places).then_some(Place(offset))
    }

    /// The next quotes, of which so many were passed.
    #[inline(always)]
    pub(super) fn quotes<const COUNT: usize>(self, passed: usize) -> Option<[Place; COUNT]> {
        let next = self.quotes.get(passed..)?.first_chunk::<COUNT>()?;
        Some(next.map(|offset| Place(offset as usize)))
    }

    /// The byte that stands so many bytes behind a place.
    #[inline(always)]
    pub(super) fn byte<const BEHIND: usize>(self, place: Place) -> u8 {
        let [byte] = self.bytes::<BEHIND, 1>(place);
        byte
    }

    /// Bytes that begin so many bytes behind a place.
    #[inline(always)]
    pub(super) fn bytes<const BEHIND: usize, const COUNT: usize>(
        self,
        place: Place,
    ) -> [u8; COUNT] {
        const { assert!(BEHIND + COUNT <= AROUND) };
        self.read(place.0 + BEHIND)
    }

    /// Bytes up to a place.
    #[inline(always)]
    pub(super) fn before<const COUNT: usize>(self, place: Place) -> [u8; COUNT] {
        const { assert!(COUNT <= AROUND) };
        self.read(place.0 - COUNT)
    }

    /// Bytes around a place of this view.
    #[inline(always)]
    fn read<const COUNT: usize>(self, start: usize) -> [u8; COUNT] {
        debug_assert!(start + COUNT <= self.text.len());
        // SAFETY: a place is at least `AROUND` bytes from both ends of the text: `place` checks that, and of the rising
        // quotes `new` has checked the first and the last. `start` is no further before the place, and what is read ends
        // no further behind it: the callers' assertions.
        unsafe {
            self.text
                .as_ptr()
                .add(start)
                .cast::<[u8; COUNT]>()
                .read_unaligned()
        }
    }
}

impl Place {
    /// As an offset.
    #[inline(always)]
    pub(super) const fn offset(self) -> usize {
        self.0
    }
}
