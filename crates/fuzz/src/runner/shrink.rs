//! Making the bytes of a failing case fewer and smaller, so that what is made of them is small.

use std::time::{Duration, Instant};

/// Time that is spent on one case.
const PATIENCE: Duration = Duration::from_secs(30);

/// The smallest bytes found for which `fails` still holds; the last call of `fails` that held was for them.
pub(super) fn shrink(bytes: &[u8], mut fails: impl FnMut(&[u8]) -> bool) -> Vec<u8> {
    let mut search = Search {
        best: bytes.to_vec(),
        deadline: Instant::now() + PATIENCE,
        fails: &mut fails,
    };
    search.cut_end();
    while search.round() && !search.is_over() {}
    search.best
}

struct Search<'f> {
    best: Vec<u8>,
    deadline: Instant,
    fails: &'f mut dyn FnMut(&[u8]) -> bool,
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        Instant::now() > self.deadline
    }

    /// Takes `candidate` if it fails too.
    fn try_one(&mut self, candidate: Vec<u8>) -> bool {
        let better = !self.is_over() && (self.fails)(&candidate);
        if better {
            self.best = candidate;
        }
        better
    }

    /// Halves the length, then goes on in smaller steps.
    fn cut_end(&mut self) {
        let mut step = self.best.len() / 2;
        while step > 0 {
            let length = self.best.len().saturating_sub(step);
            let shorter = self.best.get(..length).unwrap_or_default().to_vec();
            if !self.try_one(shorter) {
                step /= 2;
            }
            step = step.min(self.best.len());
        }
    }

    /// Whether something got smaller.
    fn round(&mut self) -> bool {
        let before = self.best.clone();
        let mut size = (self.best.len() / 2).max(1);
        while size > 0 && !self.is_over() {
            self.without_chunks(size);
            self.with_zeros(size);
            size /= 2;
        }
        self.smaller_bytes();
        before != self.best
    }

    fn without_chunks(&mut self, size: usize) {
        let mut at = self.best.len().saturating_sub(size);
        loop {
            let mut shorter = self.best.clone();
            shorter.drain(at.min(shorter.len())..(at + size).min(self.best.len()));
            if shorter.len() < self.best.len() {
                self.try_one(shorter);
            }
            if at == 0 || self.is_over() {
                return;
            }
            at = at.saturating_sub(size);
        }
    }

    fn with_zeros(&mut self, size: usize) {
        for at in (0..self.best.len()).step_by(size) {
            let mut zeroed = self.best.clone();
            let chunk = zeroed.iter_mut().skip(at).take(size);
            chunk.for_each(|byte| *byte = 0);
            if zeroed != self.best {
                self.try_one(zeroed);
            }
        }
    }

    fn smaller_bytes(&mut self) {
        for at in 0..self.best.len() {
            let mut step = self.best.get(at).map_or(0, |byte| byte / 2 + byte % 2);
            while step > 0 && !self.is_over() {
                let mut smaller = self.best.clone();
                let Some(byte) = smaller.get_mut(at) else {
                    break;
                };
                *byte = byte.saturating_sub(step);
                if smaller == self.best || !self.try_one(smaller) {
                    step /= 2;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_is_left_out() {
        let bytes: Vec<u8> = (0..=255).collect();
        let small = shrink(&bytes, |bytes| bytes.contains(&100) && bytes.contains(&30));
        assert_eq!(small, [30, 100]);
    }

    #[test]
    fn bytes_become_as_small_as_they_can_be() {
        let small = shrink(&[250, 9, 9], |bytes| {
            bytes.first().is_some_and(|byte| *byte >= 17)
        });
        assert_eq!(small, [17]);
    }
}
