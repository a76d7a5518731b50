//! The containers that are open, from the outside in.

use super::MAX_DEPTH;
use super::error::ScanErrorKind;
use super::trie::NodeId;

/// What a value stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Container {
    /// Nothing: it is the outermost.
    #[default]
    Outside,
    Object,
    Array,
}

/// A container that is open.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Frame {
    pub(super) container: Container,
    /// Where it stands among the wanted paths, if it is wanted or anything below it is.
    pub(super) node: Option<NodeId>,
    /// Where it begins.
    pub(super) start: u32,
    /// Index of the current element of an array.
    pub(super) element: u32,
}

/// Those that are open.
#[derive(Clone, Debug)]
pub(super) struct Frames {
    /// The outside, and as many as may be open.
    frames: Vec<Frame>,
    /// How many are open.
    depth: usize,
}

impl Default for Frames {
    fn default() -> Self {
        Self {
            frames: vec![Frame::default(); MAX_DEPTH + 1],
            depth: 0,
        }
    }
}

impl Frames {
    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.depth = 0;
    }

    /// Opens one in the innermost.
    #[inline]
    pub(super) fn open(&mut self, frame: Frame) {
        if let Some(place) = self.frames.get_mut(self.depth + 1) {
            *place = frame;
            self.depth += 1;
        }
    }

    /// Closes the innermost.
    #[inline]
    pub(super) fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// The innermost, or the outside.
    #[inline]
    pub(super) fn top(&self) -> Frame {
        self.frames.get(self.depth).copied().unwrap_or_default()
    }

    /// Counts an element of the innermost; answers its index.
    pub(super) fn next_element(&mut self) -> u32 {
        self.frames.get_mut(self.depth).map_or(0, |frame| {
            frame.element += 1;
            frame.element
        })
    }

    /// Whether nothing may be in the innermost.
    pub(super) const fn is_full(&self) -> bool {
        self.depth >= MAX_DEPTH
    }

    /// Whether nothing may be in one that is opened next.
    #[inline]
    pub(super) const fn is_nearly_full(&self) -> bool {
        self.depth + 1 >= MAX_DEPTH
    }
}

impl Container {
    /// The byte that ends it.
    #[inline]
    pub(super) const fn closing(self) -> Option<u8> {
        match self {
            Self::Outside => None,
            Self::Object => Some(b'}'),
            Self::Array => Some(b']'),
        }
    }

    /// What is missing where it neither goes on nor ends.
    pub(super) const fn expected(self) -> ScanErrorKind {
        match self {
            Self::Outside => ScanErrorKind::TrailingText,
            Self::Object => ScanErrorKind::ExpectedCommaOrBrace,
            Self::Array => ScanErrorKind::ExpectedCommaOrBracket,
        }
    }
}
