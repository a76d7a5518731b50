//! Deciding what is a record in a complete top-level object.

use super::about::About;
use super::nested::nested_objects;
use super::object::{ObjectScan, Stop};
use super::piece::Output;

/// How records are wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An object without a time of its own wraps records if the objects right in it have one, under whatever key,
    /// as Falco's CloudTrail plugin has it.
    CloudTrail,
    /// Every object is a record, but `{"Records":[…]}` wraps them.
    Plain,
}

/// Hands on the records of a complete object, of which the scan has come to the end.
pub(super) fn cut(object: &[u8], scan: &ObjectScan, shape: Shape, output: &mut Output<'_>) {
    if wraps(scan.about, shape) {
        for nested in nested_objects(object) {
            let offset = scan.start + nested.start as u64;
            output.record(object.get(nested).unwrap_or_default(), offset);
        }
    } else if shape == Shape::Plain || !scan.is_blank() {
        output.record(object, scan.start);
    }
}

fn wraps(about: About, shape: Shape) -> bool {
    about.wraps_records() || shape == Shape::CloudTrail && about.wraps_events && !about.is_event
}

/// As [`cut`], for an object that was not scanned from its beginning.
pub(super) fn scan_and_cut(object: &[u8], start: u64, shape: Shape, output: &mut Output<'_>) {
    let mut scan = ObjectScan::default();
    scan.restart(start);
    let mut at = 1;
    while scan.advance(object, start, &mut at, 0) == Stop::Records {}
    cut(object, &scan, shape, output);
}
