//! `MessagePack` as JSON text, as Fluent Bit writes it: text that is no UTF-8 is replaced, bytes are text, numbers that
//! JSON does not have are null.

use super::msgpack::{Head, MsgpackError, Reader};
use crate::sidecar::hexadecimal::hexadecimal;

/// Writes values as JSON.
pub(super) struct Writer {
    pub(super) text: Vec<u8>,
    /// Values nested deeper are refused.
    max_depth: usize,
    /// Longest text.
    most: usize,
}

impl Writer {
    /// Nothing written yet.
    pub(super) const fn new(max_depth: usize, most: usize) -> Self {
        Self {
            text: Vec::new(),
            max_depth,
            most,
        }
    }

    /// Writes the next value as a line; if it cannot be, nothing of it.
    pub(super) fn line(&mut self, reader: &mut Reader<'_>) -> Result<(), MsgpackError> {
        let before = self.text.len();
        let written = self.value(reader, 0);
        if written.is_err() {
            self.text.truncate(before);
        } else {
            self.text.push(b'\n');
        }
        written
    }

    fn value(&mut self, reader: &mut Reader<'_>, depth: usize) -> Result<(), MsgpackError> {
        if depth > self.max_depth {
            return Err(MsgpackError::TooDeep(self.max_depth));
        }
        if self.text.len() > self.most {
            return Err(MsgpackError::TooLarge);
        }
        match reader.head()? {
            Head::Nil => self.put("null"),
            Head::Bool(truth) => self.put(if truth { "true" } else { "false" }),
            Head::Unsigned(number) => self.json(&number),
            Head::Signed(number) => self.json(&number),
            Head::Float(number) => self.json(&number),
            Head::Text(length) | Head::Binary(length) => self.string(reader.bytes(length)?)?,
            Head::Extension(length) => self.json(&hexadecimal(reader.bytes(length)?)),
            Head::Array(count) => return self.array(reader, count, depth + 1),
            Head::Map(count) => return self.map(reader, count, depth + 1),
        }
        Ok(())
    }

    fn array(
        &mut self,
        reader: &mut Reader<'_>,
        count: u32,
        depth: usize,
    ) -> Result<(), MsgpackError> {
        self.put("[");
        for number in 0..count {
            self.put(if number == 0 { "" } else { "," });
            self.value(reader, depth)?;
        }
        self.put("]");
        Ok(())
    }

    fn map(
        &mut self,
        reader: &mut Reader<'_>,
        count: u32,
        depth: usize,
    ) -> Result<(), MsgpackError> {
        self.put("{");
        for number in 0..count {
            self.put(if number == 0 { "" } else { "," });
            self.key(reader)?;
            self.put(":");
            self.value(reader, depth)?;
        }
        self.put("}");
        Ok(())
    }

    fn key(&mut self, reader: &mut Reader<'_>) -> Result<(), MsgpackError> {
        match reader.head()? {
            Head::Text(length) | Head::Binary(length) => self.string(reader.bytes(length)?)?,
            Head::Unsigned(number) => self.json(&number.to_string()),
            Head::Signed(number) => self.json(&number.to_string()),
            _ => return Err(MsgpackError::Expected("a text or a number as a key")),
        }
        Ok(())
    }

    fn string(&mut self, bytes: &[u8]) -> Result<(), MsgpackError> {
        // Each of these becomes six.
        let controls = bytes.iter().filter(|byte| **byte < b' ').count();
        if self.text.len() + bytes.len() + 5 * controls > self.most {
            return Err(MsgpackError::TooLarge);
        }
        self.json(&String::from_utf8_lossy(bytes));
        Ok(())
    }

    fn json(&mut self, value: &impl serde::Serialize) {
        let written = serde_json::to_writer(&mut self.text, value);
        debug_assert!(written.is_ok(), "a vector takes any text");
    }

    fn put(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(bytes: &[u8]) -> Result<String, MsgpackError> {
        let mut writer = Writer::new(4, 1000);
        writer.line(&mut Reader(bytes))?;
        Ok(String::from_utf8(writer.text).unwrap())
    }

    #[test]
    fn values_become_the_json_that_says_the_same() {
        let mut bytes = vec![0x86, 0xa1, b'a', 0x95, 0xc0, 0xc3, 0xc2, 0x07, 0xe0];
        bytes.extend([0xa1, b'"', 0xcf, 255, 255, 255, 255, 255, 255, 255, 255]);
        bytes.extend([0xa1, b'f', 0xcb]);
        bytes.extend(0.1_f64.to_be_bytes());
        bytes.extend([0xa1, b'n', 0xcb]);
        bytes.extend(f64::NAN.to_be_bytes());
        bytes.extend([0xc4, 1, b'b', 0xa2, 0xff, b'\n', 0x05, 0xd4, 0, 0xab]);
        assert_eq!(
            json(&bytes).unwrap(),
            "{\"a\":[null,true,false,7,-32],\"\\\"\":18446744073709551615,\"f\":0.1,\"n\":null,\"b\":\"\u{fffd}\\n\",\"5\":\"00ab\"}\n"
        );
    }

    #[test]
    fn what_is_too_deep_too_long_or_cut_off_leaves_nothing() {
        assert_eq!(
            json(&[0x91, 0x91, 0x91, 0x91, 0xc0]).unwrap(),
            "[[[[null]]]]\n"
        );
        let deep = [0x91, 0x91, 0x91, 0x91, 0x91, 0xc0];
        assert_eq!(json(&deep), Err(MsgpackError::TooDeep(4)));
        let many = [&[0xdc, 1, 0][..], &[0xc0; 256]].concat();
        assert_eq!(json(&many), Err(MsgpackError::TooLarge));
        let controls = [&[0xd9, 200][..], &[1; 200]].concat();
        assert_eq!(json(&controls), Err(MsgpackError::TooLarge));
        assert_eq!(json(&[0x92, 0xc0]), Err(MsgpackError::CutOff));
        assert!(matches!(
            json(&[0x81, 0xc0, 0xc0]),
            Err(MsgpackError::Expected(_))
        ));
        let mut writer = Writer::new(4, 1000);
        writer.line(&mut Reader(&[1])).unwrap();
        writer.line(&mut Reader(&[0x92, 1])).unwrap_err();
        assert_eq!(writer.text, b"1\n");
    }
}
