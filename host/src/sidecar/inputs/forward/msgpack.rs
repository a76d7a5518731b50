//! Reading `MessagePack`, of which any length may be a lie.

use rmp::Marker;

/// Why bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum MsgpackError {
    /// They end before the value does.
    #[error("a value is cut off")]
    CutOff,
    /// The one byte that means nothing.
    #[error("a value begins with the byte 0xc1")]
    Reserved,
    /// Something else should stand there.
    #[error("expected {0}")]
    Expected(&'static str),
    /// Nested too deeply.
    #[error("values are nested deeper than {0} (max_depth)")]
    TooDeep(usize),
    /// As JSON it is too long.
    #[error("the records are larger than the bound as JSON (max_decompressed)")]
    TooLarge,
}

/// What a value begins with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Head {
    Nil,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    /// Text of so many bytes, which follow.
    Text(usize),
    /// So many bytes, which follow.
    Binary(usize),
    /// So many values follow.
    Array(u32),
    /// Twice as many values follow.
    Map(u32),
    /// Bytes of a kind that applications define.
    Extension(usize),
}

impl Head {
    /// The head that bytes begin with, and how long it is.
    fn of(bytes: &[u8]) -> Result<(Self, usize), MsgpackError> {
        let (marker, mut rest) = bytes.split_first().ok_or(MsgpackError::CutOff)?;
        let marker = Marker::from_u8(*marker);
        if marker == Marker::Reserved {
            return Err(MsgpackError::Reserved);
        }
        let head = Self::after(marker, &mut rest).ok_or(MsgpackError::CutOff)?;
        Ok((head, bytes.len() - rest.len()))
    }

    fn after(marker: Marker, rest: &mut &[u8]) -> Option<Self> {
        Some(match marker {
            Marker::Null | Marker::Reserved => Self::Nil,
            Marker::True => Self::Bool(true),
            Marker::False => Self::Bool(false),
            Marker::FixStr(length) => Self::Text(length.into()),
            Marker::FixArray(count) => Self::Array(count.into()),
            Marker::FixMap(count) => Self::Map(count.into()),
            Marker::Str8 | Marker::Str16 | Marker::Str32 => Self::Text(length(marker, rest)?),
            Marker::Bin8 | Marker::Bin16 | Marker::Bin32 => Self::Binary(length(marker, rest)?),
            Marker::Array16 => Self::Array(u16::from_be_bytes(bytes(rest)?).into()),
            Marker::Array32 => Self::Array(u32::from_be_bytes(bytes(rest)?)),
            Marker::Map16 => Self::Map(u16::from_be_bytes(bytes(rest)?).into()),
            Marker::Map32 => Self::Map(u32::from_be_bytes(bytes(rest)?)),
            Marker::F32 => Self::Float(f32::from_be_bytes(bytes(rest)?).into()),
            Marker::F64 => Self::Float(f64::from_be_bytes(bytes(rest)?)),
            number => return Self::whole_number(number, rest).or_else(|| extension(number, rest)),
        })
    }

    fn whole_number(marker: Marker, rest: &mut &[u8]) -> Option<Self> {
        Some(match marker {
            Marker::FixPos(number) => Self::Unsigned(number.into()),
            Marker::FixNeg(number) => Self::Signed(number.into()),
            Marker::U8 => Self::Unsigned(u8::from_be_bytes(bytes(rest)?).into()),
            Marker::U16 => Self::Unsigned(u16::from_be_bytes(bytes(rest)?).into()),
            Marker::U32 => Self::Unsigned(u32::from_be_bytes(bytes(rest)?).into()),
            Marker::U64 => Self::Unsigned(u64::from_be_bytes(bytes(rest)?)),
            Marker::I8 => Self::Signed(i8::from_be_bytes(bytes(rest)?).into()),
            Marker::I16 => Self::Signed(i16::from_be_bytes(bytes(rest)?).into()),
            Marker::I32 => Self::Signed(i32::from_be_bytes(bytes(rest)?).into()),
            Marker::I64 => Self::Signed(i64::from_be_bytes(bytes(rest)?)),
            _ => return None,
        })
    }

    /// How many bytes and how many values belong to it.
    const fn owes(self) -> (usize, u64) {
        match self {
            Self::Text(length) | Self::Binary(length) | Self::Extension(length) => (length, 0),
            Self::Array(count) => (0, count as u64),
            Self::Map(count) => (0, 2 * count as u64),
            _ => (0, 0),
        }
    }
}

fn bytes<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (bytes, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*bytes)
}

fn length(marker: Marker, rest: &mut &[u8]) -> Option<usize> {
    let length: u32 = match marker {
        Marker::Str8 | Marker::Bin8 | Marker::Ext8 => u8::from_be_bytes(bytes(rest)?).into(),
        Marker::Str16 | Marker::Bin16 | Marker::Ext16 => u16::from_be_bytes(bytes(rest)?).into(),
        _ => u32::from_be_bytes(bytes(rest)?),
    };
    usize::try_from(length).ok()
}

/// The byte that tells the kind is counted with the others.
fn extension(marker: Marker, rest: &mut &[u8]) -> Option<Head> {
    let length = match marker {
        Marker::FixExt1 => 1,
        Marker::FixExt2 => 2,
        Marker::FixExt4 => 4,
        Marker::FixExt8 => 8,
        Marker::FixExt16 => 16,
        Marker::Ext8 | Marker::Ext16 | Marker::Ext32 => length(marker, rest)?,
        _ => return None,
    };
    Some(Head::Extension(length.saturating_add(1)))
}

/// Finds where a value ends, while its bytes come in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    position: usize,
    missing: u64,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// The value has so many bytes.
    Whole(usize),
    /// It has at least so many, and that is more than there are.
    Needs(usize),
}

impl Extent {
    /// Of a value of which nothing was seen yet.
    pub(super) const fn new() -> Self {
        Self {
            position: 0,
            missing: 1,
        }
    }

    /// Goes on over `bytes`, which begin as those did that it saw before.
    pub(super) fn advance(&mut self, bytes: &[u8]) -> Result<Progress, MsgpackError> {
        while self.missing > 0 {
            let Some(rest) = bytes.get(self.position..).filter(|rest| !rest.is_empty()) else {
                return Ok(Progress::Needs(self.position.saturating_add(1)));
            };
            let (head, length) = match Head::of(rest) {
                Ok(head) => head,
                Err(MsgpackError::CutOff) => return Ok(Progress::Needs(bytes.len() + 1)),
                Err(error) => return Err(error),
            };
            let (payload, values) = head.owes();
            self.position = self.position.saturating_add(length).saturating_add(payload);
            self.missing = (self.missing - 1).saturating_add(values);
        }
        if self.position > bytes.len() {
            return Ok(Progress::Needs(self.position));
        }
        Ok(Progress::Whole(self.position))
    }
}

/// Reads values one behind the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// Whether nothing is left.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the next value begins with; it stays the next.
    pub(super) fn peek(&self) -> Result<Head, MsgpackError> {
        Head::of(self.0).map(|(head, _)| head)
    }

    /// What the next value begins with; what belongs to it comes next.
    pub(super) fn head(&mut self) -> Result<Head, MsgpackError> {
        let (head, length) = Head::of(self.0)?;
        self.bytes(length)?;
        Ok(head)
    }

    /// So many bytes.
    pub(super) fn bytes(&mut self, length: usize) -> Result<&'a [u8], MsgpackError> {
        let (bytes, rest) = self
            .0
            .split_at_checked(length)
            .ok_or(MsgpackError::CutOff)?;
        self.0 = rest;
        Ok(bytes)
    }

    /// The next value, whole.
    pub(super) fn value(&mut self) -> Result<&'a [u8], MsgpackError> {
        match Extent::new().advance(self.0)? {
            Progress::Whole(length) => self.bytes(length),
            Progress::Needs(_) => Err(MsgpackError::CutOff),
        }
    }

    /// The next value, which must be text, or bytes that some write for it.
    pub(super) fn text(&mut self) -> Result<&'a [u8], MsgpackError> {
        match self.head()? {
            Head::Text(length) | Head::Binary(length) => self.bytes(length),
            _ => Err(MsgpackError::Expected("a text")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(bytes: &[u8]) -> Result<Progress, MsgpackError> {
        Extent::new().advance(bytes)
    }

    #[test]
    fn the_end_of_a_value_is_found_however_its_bytes_come() {
        // [1, {"a": [nil, -1, 1.5]}, bin 3, ext 8]
        let mut bytes = vec![0x94, 1, 0x81, 0xa1, b'a', 0x93, 0xc0, 0xff, 0xcb];
        bytes.extend(1.5_f64.to_be_bytes());
        bytes.extend([0xc4, 3, 1, 2, 3, 0xd7, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
        let mut extent = Extent::new();
        for end in 0..bytes.len() {
            let Progress::Needs(more) = extent.advance(&bytes[..end]).unwrap() else {
                panic!("whole after {end}");
            };
            assert!(more > end && more <= bytes.len(), "{end}: {more}");
        }
        let length = bytes.len();
        bytes.push(0xc1);
        assert_eq!(extent.advance(&bytes), Ok(Progress::Whole(length)));
        assert_eq!(whole(&bytes), Ok(Progress::Whole(length)));
    }

    #[test]
    fn every_kind_of_value_has_its_length() {
        let heads: [(&[u8], usize); 20] = [
            (&[0xcc], 2),
            (&[0xcd], 3),
            (&[0xce], 5),
            (&[0xcf], 9),
            (&[0xd0], 2),
            (&[0xd1], 3),
            (&[0xd2], 5),
            (&[0xd3], 9),
            (&[0xca], 5),
            (&[0xcb], 9),
            (&[0xd4], 3),
            (&[0xd8], 18),
            (&[0xc7, 5], 8),
            (&[0xd9, 5], 7),
            (&[0xda, 0, 5], 8),
            (&[0xdb, 0, 0, 0, 5], 10),
            (&[0xc5, 0, 5], 8),
            (&[0xdc, 0, 2], 5),
            (&[0xde, 0, 1], 5),
            (&[0xdf, 0, 0, 0, 1], 7),
        ];
        for (head, length) in heads {
            let mut bytes = head.to_vec();
            bytes.resize(100, 0);
            assert_eq!(whole(&bytes), Ok(Progress::Whole(length)), "{head:x?}");
        }
    }

    #[test]
    fn a_length_that_is_a_lie_costs_nothing() {
        let most = u32::MAX as usize;
        assert_eq!(
            whole(&[0xdb, 255, 255, 255, 255]),
            Ok(Progress::Needs(most + 5))
        );
        assert_eq!(whole(&[0xdd, 255, 255, 255, 255]), Ok(Progress::Needs(6)));
        assert_eq!(
            whole(&[0xdf, 255, 255, 255, 255, 0]),
            Ok(Progress::Needs(7))
        );
        assert_eq!(whole(&[0xc1]), Err(MsgpackError::Reserved));
        assert_eq!(whole(&vec![0x91; 100_000]), Ok(Progress::Needs(100_001)));
    }
}
