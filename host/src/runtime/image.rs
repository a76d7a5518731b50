//! A memory as sections of a module that begins with it.

use std::ops::Range;

use wasm_encoder::{ConstExpr, DataSection, MemorySection, MemoryType};

const PAGE: usize = 64 << 10;
/// Zeros that are written rather than left out: another segment takes about as many bytes.
const SMALLEST_GAP: usize = 16;
/// Segments at most. Hosts have bounds of their own, none below 100,000.
const MOST_SEGMENTS: usize = 10_000;

/// A memory that begins with so many bytes; nothing if it may not have as many pages.
pub(crate) fn memory_section(bytes: usize, most_pages: Option<u64>) -> Option<MemorySection> {
    let pages = bytes.div_ceil(PAGE) as u64;
    if most_pages.is_some_and(|most| most < pages) {
        return None;
    }
    let mut section = MemorySection::new();
    section.memory(MemoryType {
        minimum: pages,
        maximum: most_pages,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    Some(section)
}

/// What a memory holds, but its zeros.
pub(crate) fn data_section(memory: &[u8]) -> DataSection {
    let mut section = DataSection::new();
    for range in segments(memory) {
        // Addresses are unsigned, constants are not.
        let start = u32::try_from(range.start).unwrap_or(u32::MAX).cast_signed();
        let bytes = memory.get(range).unwrap_or_default();
        section.active(0, &ConstExpr::i32_const(start), bytes.iter().copied());
    }
    section
}

/// What is not zero, in as few segments as hosts take.
fn segments(memory: &[u8]) -> Vec<Range<usize>> {
    let mut gap = SMALLEST_GAP;
    loop {
        let runs = runs(memory, gap);
        if runs.len() <= MOST_SEGMENTS {
            return runs;
        }
        gap *= 2;
    }
}

/// What is not zero, with shorter gaps left in it.
fn runs(memory: &[u8], gap: usize) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let bytes = memory.iter().enumerate();
    for (at, _) in bytes.filter(|(_, byte)| **byte != 0) {
        match runs.last_mut() {
            Some(run) if at - run.end < gap => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_zero_is_written_and_short_gaps() {
        let mut memory = vec![0; 200];
        for at in [0, 5, 100, 117, 199] {
            memory[at] = 7;
        }
        assert_eq!(runs(&memory, 16), [0..6, 100..101, 117..118, 199..200]);
        assert_eq!(runs(&memory, 17), [0..6, 100..118, 199..200]);
    }

    #[test]
    fn a_memory_in_many_pieces_is_written_in_fewer() {
        let memory: Vec<u8> = (0..2_000_000).map(|at| u8::from(at % 20 == 0)).collect();
        assert_eq!(runs(&memory, SMALLEST_GAP).len(), 100_000);
        assert_eq!(segments(&memory).len(), 1);
    }
}
