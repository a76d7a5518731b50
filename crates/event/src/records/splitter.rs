//! Where in an input the splitter is, and what it does there.

use super::Limits;
use super::carry::Carry;
use super::document::{self, Shape};
use super::line::Beginning;
use super::object::{self, ObjectScan};
use super::piece::{Ahead, Output, Reason, Sink};
use super::unreadable::{Next, Unreadable};
use super::wrapper::{self, Wrapper};

/// Splits an input that comes in chunks into records.
///
/// ```
/// use falconet_event::records::{Limits, Piece, Shape, Splitter};
///
/// let mut splitter = Splitter::new(Shape::CloudTrail, Limits::default());
/// let mut records = Vec::new();
/// for (chunk, last) in [(r#"{"Records":[{"a":"#, false), (r#"1},{"b":2}]}"#, true)] {
///     splitter.feed(chunk.as_bytes(), last, &mut |piece: Piece<'_>| {
///         if let Piece::Record { bytes, .. } = piece {
///             records.push(String::from_utf8_lossy(bytes).into_owned());
///         }
///     });
/// }
/// assert_eq!(records, [r#"{"a":1}"#, r#"{"b":2}"#]);
/// ```
#[derive(Clone, Debug)]
pub struct Splitter {
    shape: Shape,
    limits: Limits,
    /// Place of the current chunk in the input.
    base: u64,
    number: u64,
    place: Place,
    wrapper: Option<Wrapper>,
    array: Option<Array>,
    object: ObjectScan,
    carry: Carry,
}

/// Where the splitter is.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// Between records, in a wrapper or not.
    Between,
    /// In a text that is no record.
    Unreadable(Unreadable),
    /// In an object.
    Object(Role),
}

/// What an object is, by where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// A record or a wrapper.
    Document,
    /// A record in a wrapper.
    Element,
    /// A record in a wrapper, or the next document where the wrapper was cut off.
    ElementOnLine,
}

/// Arrays that are open around records.
#[derive(Clone, Copy, Debug)]
struct Array {
    start: u64,
    depth: u64,
}

/// A chunk and how far it was read.
struct Chunk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Splitter {
    /// A splitter at the beginning of an input.
    pub fn new(shape: Shape, limits: Limits) -> Self {
        Self {
            shape,
            limits,
            base: 0,
            number: 0,
            place: Place::Between,
            wrapper: None,
            array: None,
            object: ObjectScan::default(),
            carry: Carry::new(limits.max_record_bytes),
        }
    }

    /// Begins another input. What is unfinished of the one before is forgotten.
    pub fn start(&mut self) {
        self.base = 0;
        self.number = 0;
        self.place = Place::Between;
        self.wrapper = None;
        self.array = None;
        self.carry.clear();
    }

    /// Whether nothing is unfinished: what follows is split as if an input began there, but for the numbers and places
    /// that it counts from.
    pub fn is_at_rest(&self) -> bool {
        let is_between = matches!(self.place, Place::Between);
        is_between && self.wrapper.is_none() && self.array.is_none()
    }

    /// Takes the next chunk of the input, hands on the pieces that end in it and answers how many those are. After the
    /// last chunk another input may begin.
    pub fn feed(&mut self, chunk: &[u8], end_of_input: bool, sink: &mut dyn Sink) -> u64 {
        let before = self.number;
        let mut number = self.number;
        let mut output = Output {
            number: &mut number,
            sink,
        };
        let mut chunk = Chunk {
            bytes: chunk,
            at: 0,
        };
        while chunk.at < chunk.bytes.len() {
            self.go_on(&mut chunk, &mut output);
        }
        self.keep_unfinished(chunk.bytes);
        self.base += chunk.bytes.len() as u64;
        if end_of_input {
            self.finish(&mut output);
            self.start();
        } else {
            self.number = number;
        }
        number - before
    }

    /// Reads on until something else begins or the chunk ends.
    fn go_on(&mut self, chunk: &mut Chunk<'_>, output: &mut Output<'_>) {
        match self.place {
            Place::Between if self.wrapper.is_some() => self.in_wrapper(chunk, output),
            Place::Between => self.between(chunk, output),
            Place::Unreadable(text) => self.in_unreadable(text, chunk, output),
            Place::Object(role) => self.in_object(role, chunk, output),
        }
    }

    fn place_of(&self, chunk: &Chunk<'_>) -> u64 {
        self.base + chunk.at as u64
    }

    /// Outside of everything but arrays, whose commas nobody checks.
    fn between(&mut self, chunk: &mut Chunk<'_>, output: &mut Output<'_>) {
        while let Some(&byte) = chunk.bytes.get(chunk.at) {
            let offset = self.place_of(chunk);
            match byte {
                // Blanks, what pads a block, and the three bytes of a byte order mark.
                b' ' | b'\t' | b'\r' | b'\n' | b',' | 0 | 0xEF | 0xBB | 0xBF => {}
                b'[' => self.open_array(offset),
                b']' => self.close_array(),
                b'{' => {
                    if self.hand_on(Role::Document, chunk, output) {
                        continue;
                    }
                    chunk.at += 1;
                    return self.begin_object(offset, Role::Document);
                }
                _ => {
                    self.place = Place::Unreadable(Unreadable::new(offset));
                    return;
                }
            }
            chunk.at += 1;
        }
    }

    /// Whether the object that begins here was taken as a record, in one pass.
    fn hand_on(&self, role: Role, chunk: &mut Chunk<'_>, output: &mut Output<'_>) -> bool {
        let end = output.offer(&Ahead {
            chunk: chunk.bytes,
            start: chunk.at,
            may_wrap: role != Role::Element,
            max_record_bytes: self.limits.max_record_bytes,
            number: *output.number + 1,
            offset: self.place_of(chunk),
        });
        chunk.at = end.unwrap_or(chunk.at);
        end.is_some()
    }

    fn open_array(&mut self, offset: u64) {
        let array = self.array.get_or_insert(Array {
            start: offset,
            depth: 0,
        });
        array.depth += 1;
    }

    fn close_array(&mut self) {
        self.array = self.array.filter(|array| array.depth > 1);
        if let Some(array) = &mut self.array {
            array.depth -= 1;
        }
    }

    fn begin_object(&mut self, offset: u64, role: Role) {
        self.object.restart(offset);
        self.carry.clear();
        self.place = Place::Object(role);
    }

    fn in_wrapper(&mut self, chunk: &mut Chunk<'_>, output: &mut Output<'_>) {
        let Some(wrapper) = &mut self.wrapper else {
            return;
        };
        match wrapper.advance(chunk.bytes, self.base, &mut chunk.at) {
            wrapper::Stop::OutOfBytes => {}
            wrapper::Stop::Ended => self.wrapper = None,
            wrapper::Stop::Object { begins_line } => {
                let role = if begins_line {
                    Role::ElementOnLine
                } else {
                    Role::Element
                };
                chunk.at -= 1;
                if !self.hand_on(role, chunk, output) {
                    chunk.at += 1;
                    self.begin_object(self.base + chunk.at as u64 - 1, role);
                }
            }
            wrapper::Stop::Interrupted(beginning) => {
                output.problem(wrapper.start, Reason::Interrupted);
                self.wrapper = None;
                self.resume(beginning);
            }
        }
    }

    fn in_unreadable(
        &mut self,
        mut text: Unreadable,
        chunk: &mut Chunk<'_>,
        output: &mut Output<'_>,
    ) {
        let in_array = self.array.is_some();
        while let Some(&byte) = chunk.bytes.get(chunk.at) {
            match text.see(byte, in_array) {
                Next::More => chunk.at += 1,
                next => {
                    report(text, output);
                    self.place = Place::Between;
                    if next == Next::Object {
                        let offset = self.place_of(chunk) - 1;
                        self.resume(Beginning {
                            offset,
                            opener: b'{',
                            expected: false,
                        });
                    }
                    return;
                }
            }
        }
        self.place = Place::Unreadable(text);
    }

    fn in_object(&mut self, role: Role, chunk: &mut Chunk<'_>, output: &mut Output<'_>) {
        match self.object.advance(
            chunk.bytes,
            self.base,
            &mut chunk.at,
            self.limits.max_marked_lines,
        ) {
            object::Stop::OutOfBytes => {}
            object::Stop::Ended => self.end_object(role, chunk, output),
            object::Stop::Records if role == Role::Element => {}
            object::Stop::Records => self.begin_wrapper(output),
            object::Stop::Interrupted(beginning) => {
                let until = beginning.offset;
                self.abandon(until, Reason::Interrupted, chunk.bytes, output);
                self.resume(beginning);
            }
        }
    }

    /// From here on the object is a wrapper, and the one around it was cut off.
    fn begin_wrapper(&mut self, output: &mut Output<'_>) {
        if let Some(wrapper) = self.wrapper {
            output.problem(wrapper.start, Reason::Interrupted);
        }
        self.wrapper = Some(Wrapper::new(self.object.start));
        self.place = Place::Between;
        self.carry.clear();
    }

    fn end_object(&mut self, role: Role, chunk: &Chunk<'_>, output: &mut Output<'_>) {
        self.place = Place::Between;
        let (object, end) = (&self.object, self.base + chunk.at as u64);
        let rest = part(chunk.bytes, self.base, object.start, end);
        match self.carry.complete(rest, end - object.start) {
            Err(reason) => output.problem(object.start, reason),
            Ok(bytes) if role == Role::Document => document::cut(bytes, object, self.shape, output),
            Ok(bytes) => output.record(bytes, object.start),
        }
        self.carry.clear();
    }

    /// Gives up the object, which has no end before `until`, but not the objects on lines of their own in it.
    fn abandon(&mut self, until: u64, reason: Reason, chunk: &[u8], output: &mut Output<'_>) {
        self.place = Place::Between;
        self.array = None;
        let object = &self.object;
        let rest = part(chunk, self.base, object.start, until);
        match self.carry.complete(rest, until - object.start) {
            Err(reason) => output.problem(object.start, reason),
            Ok(bytes) => rescue(bytes, object, self.shape, reason, output),
        }
        self.carry.clear();
    }

    /// Goes on behind the first byte of a line that begins a record; it may lie in the chunk before.
    fn resume(&mut self, beginning: Beginning) {
        if beginning.opener == b'[' {
            if self.wrapper.is_none() {
                self.open_array(beginning.offset);
            }
            return;
        }
        let role = if self.wrapper.is_some() {
            Role::ElementOnLine
        } else {
            Role::Document
        };
        self.begin_object(beginning.offset, role);
        if beginning.offset < self.base {
            self.carry.extend(b"{");
        }
    }

    fn keep_unfinished(&mut self, chunk: &[u8]) {
        if let Place::Object(_) = self.place {
            let rest = part(chunk, self.base, self.object.start, u64::MAX);
            self.carry.extend(rest);
        }
    }

    fn finish(&mut self, output: &mut Output<'_>) {
        match self.place {
            Place::Object(_) => self.abandon(self.base, Reason::EndsInside, b"", output),
            Place::Unreadable(text) => report(text, output),
            Place::Between => {
                let unclosed = self.wrapper.map(|wrapper| wrapper.start);
                if let Some(start) = unclosed.or(self.array.map(|array| array.start)) {
                    output.problem(start, Reason::EndsBetween);
                }
            }
        }
    }
}

/// The bytes between two places of the input, as far as they are in a chunk that begins at `base`.
fn part(chunk: &[u8], base: u64, start: u64, end: u64) -> &[u8] {
    let index = |place: u64| {
        usize::try_from(place.saturating_sub(base)).map_or(chunk.len(), |at| at.min(chunk.len()))
    };
    chunk.get(index(start)..index(end)).unwrap_or_default()
}

fn report(text: Unreadable, output: &mut Output<'_>) {
    if !text.is_null() {
        output.problem(text.start, Reason::NoObject);
    }
}

/// Reports an object that was cut off, and hands on what is on lines of its own in it.
fn rescue(
    bytes: &[u8],
    object: &ObjectScan,
    shape: Shape,
    reason: Reason,
    output: &mut Output<'_>,
) {
    let mut marks = object.marks.iter().peekable();
    output.problem(
        object.start,
        if marks.peek().is_some() {
            Reason::Interrupted
        } else {
            reason
        },
    );
    while let Some(mark) = marks.next() {
        match mark.range() {
            Some(range) => {
                let rescued = part(bytes, object.start, range.start, range.end);
                document::scan_and_cut(rescued, range.start, shape, output);
            }
            None => output.problem(
                mark.start,
                if marks.peek().is_some() {
                    Reason::Interrupted
                } else {
                    reason
                },
            ),
        }
    }
}
