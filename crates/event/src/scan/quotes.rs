//! Where the quotes of a window stand.
#![expect(
    unsafe_code,
    reason = "a check for each few places takes a twentieth of the time of a scan"
)]

/// The quotes of a window.
#[derive(Clone, Debug, Default)]
pub(super) struct Quotes {
    /// Room for the most that there can be, and for those of a block more.
    pub(super) places: Vec<u32>,
    pub(super) count: usize,
    /// The first that was not passed.
    pub(super) next: usize,
}

/// Places that are written at once, needed or not.
const STRIDE: usize = 4;
impl Quotes {
    pub(super) fn clear(&mut self) {
        self.count = 0;
        self.next = 0;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u32> {
        if self.next < self.count {
            self.places.get(self.next).copied()
        } else {
            None
        }
    }

    pub(super) fn last_passed(&self) -> Option<u32> {
        self.places.get(self.next.checked_sub(1)?).copied()
    }

    /// Adds the places of the bits of masks.
    #[inline(never)]
    pub(super) fn push(&mut self, mut base: u32, masks: &[u64]) {
        let most = self.count + masks.len() * 64;
        if self.places.len() < most + STRIDE {
            self.places.resize(most + STRIDE, 0);
        }
        let places = self.places.as_mut_ptr();
        let mut count = self.count;
        for mask in masks {
            let (low, high) = (mask & u64::from(u32::MAX), mask >> 32);
            // SAFETY: there is room for all bits of all masks, and for a stride behind them.
            unsafe {
                push_half(places.add(count), base, low);
                count += low.count_ones() as usize;
                push_half(places.add(count), base + 32, high);
                count += high.count_ones() as usize;
            }
            base += 64;
        }
        self.count = count;
    }
}

/// Writes the places of the bits of half a mask: compilers of WebAssembly make longer chains of the same operation slow.
///
/// # Safety
/// Behind `places` there is room for as many places, and for a stride behind them.
#[expect(clippy::inline_always, reason = "all of the loop")]
#[inline(always)]
unsafe fn push_half(places: *mut u32, base: u32, mask: u64) {
    // SAFETY: the caller's promise.
    let mut rest = unsafe { write(places, base, mask) };
    let mut written = STRIDE;
    while rest != 0 {
        // SAFETY: so many bits were there, and there are more.
        rest = unsafe { write(places.add(written), base, rest) };
        written += STRIDE;
    }
}

/// Writes the places of the first few bits, and answers the others.
///
/// # Safety
/// Behind `places` there is room for a stride.
#[expect(clippy::inline_always, reason = "all of the loop")]
#[inline(always)]
unsafe fn write(places: *mut u32, base: u32, mut mask: u64) -> u64 {
    for number in 0..STRIDE {
        // SAFETY: the caller's promise.
        unsafe {
            places
                .add(number)
                .write(base.wrapping_add(mask.trailing_zeros()));
        };
        mask &= mask.wrapping_sub(1);
    }
    mask
}
