//! Which brackets are open.

/// How many levels are told apart; deeper ones count as arrays.
pub(super) const TRACKED_DEPTH: usize = 1024;

const WORDS: usize = TRACKED_DEPTH / 64;

/// The open brackets of an object, as one bit a level: set for an array.
#[derive(Clone, Debug)]
pub(super) struct Containers {
    bits: [u64; WORDS],
    depth: usize,
}

impl Default for Containers {
    fn default() -> Self {
        Self {
            bits: [0; WORDS],
            depth: 0,
        }
    }
}

impl Containers {
    /// Forgets all brackets.
    pub(super) fn clear(&mut self) {
        self.depth = 0;
    }

    /// `{`
    pub(super) fn open_object(&mut self) {
        self.push(0);
    }

    /// `[`
    pub(super) fn open_array(&mut self) {
        self.push(1);
    }

    /// `}`: also closes the arrays that were left open in the object.
    pub(super) fn close_object(&mut self) {
        while self.depth > 0 {
            let was_array = self.in_array();
            self.depth -= 1;
            if !was_array || self.depth >= TRACKED_DEPTH {
                return;
            }
        }
    }

    /// `]`: nothing where no array is open.
    pub(super) fn close_array(&mut self) {
        if self.in_array() {
            self.depth -= 1;
        }
    }

    /// Whether the innermost open bracket is an array's.
    pub(super) fn in_array(&self) -> bool {
        let Some(level) = self.depth.checked_sub(1) else {
            return false;
        };
        self.bits
            .get(level / 64)
            .is_none_or(|word| word >> (level % 64) & 1 == 1)
    }

    fn push(&mut self, bit: u64) {
        if let Some(word) = self.bits.get_mut(self.depth / 64) {
            let shift = self.depth % 64;
            *word = *word & !(1 << shift) | bit << shift;
        }
        self.depth = self.depth.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(brackets: &str) -> bool {
        let mut containers = Containers::default();
        for bracket in brackets.chars() {
            match bracket {
                '{' => containers.open_object(),
                '[' => containers.open_array(),
                '}' => containers.close_object(),
                _ => containers.close_array(),
            }
        }
        containers.in_array()
    }

    #[test]
    fn the_innermost_bracket_counts() {
        assert!(!after(""));
        assert!(after("{["));
        assert!(!after("{[{"));
        assert!(after("{[{}"));
        assert!(!after("{[]"));
    }

    #[test]
    fn a_brace_closes_forgotten_brackets() {
        assert!(!after("{{[[[}"));
        assert!(after("[{[[}"));
    }

    #[test]
    fn stray_closing_brackets_do_nothing() {
        assert!(!after("{]"));
        assert!(!after("]}}"));
    }

    #[test]
    fn levels_beyond_the_tracked_depth_count_as_arrays() {
        let deep = "{".repeat(TRACKED_DEPTH + 10);
        assert!(after(&deep));
        assert!(!after(&format!("{deep}{}", "}".repeat(11))));
        assert!(!after(&format!(
            "{}{}",
            "{[".repeat(TRACKED_DEPTH),
            "]}".repeat(TRACKED_DEPTH)
        )));
    }
}
