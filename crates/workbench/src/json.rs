//! JSON, written as it is said: what runs for people need not be fast, but small.

/// A JSON text that is being written.
#[derive(Debug, Default)]
pub(crate) struct Json {
    out: Vec<u8>,
    /// Whether something stands before that a comma has to follow.
    follows: bool,
}

impl Json {
    /// The text.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// An object with what `members` writes.
    pub(crate) fn object(&mut self, members: &mut dyn FnMut(&mut Self)) {
        self.nested(b'{', b'}', members);
    }

    /// An array with what `elements` writes.
    pub(crate) fn array(&mut self, elements: &mut dyn FnMut(&mut Self)) {
        self.nested(b'[', b']', elements);
    }

    /// The key of what is written next.
    pub(crate) fn key(&mut self, key: &str) -> &mut Self {
        self.text(key.as_bytes());
        self.out.push(b':');
        self.follows = false;
        self
    }

    /// A text; what is not UTF-8 becomes `U+FFFD`.
    pub(crate) fn text(&mut self, text: &[u8]) {
        self.begin();
        self.out.push(b'"');
        self.inside(String::from_utf8_lossy(text).as_bytes());
        self.out.push(b'"');
    }

    /// What stands between quotes: stretches without anything to escape, and escapes between them.
    fn inside(&mut self, text: &[u8]) {
        let mut rest = text;
        while let Some(at) = rest.iter().position(|byte| needs_escape(*byte)) {
            let (plain, behind) = rest.split_at(at);
            self.out.extend_from_slice(plain);
            let Some((byte, behind)) = behind.split_first() else {
                return;
            };
            self.escape(*byte);
            rest = behind;
        }
        self.out.extend_from_slice(rest);
    }

    /// A number.
    pub(crate) fn number(&mut self, number: u64) {
        self.begin();
        self.out.extend_from_slice(number.to_string().as_bytes());
    }

    /// A number of something.
    pub(crate) fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// A truth value.
    pub(crate) fn truth(&mut self, truth: bool) {
        self.word(if truth { "true" } else { "false" });
    }

    /// A text, or null.
    pub(crate) fn text_or_null(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text.as_bytes()),
            None => self.null(),
        }
    }

    /// Null.
    pub(crate) fn null(&mut self) {
        self.word("null");
    }

    fn word(&mut self, word: &str) {
        self.begin();
        self.out.extend_from_slice(word.as_bytes());
    }

    fn begin(&mut self) {
        if self.follows {
            self.out.push(b',');
        }
        self.follows = true;
    }

    fn nested(&mut self, opening: u8, closing: u8, inside: &mut dyn FnMut(&mut Self)) {
        self.begin();
        self.out.push(opening);
        self.follows = false;
        inside(self);
        self.out.push(closing);
        self.follows = true;
    }

    fn escape(&mut self, byte: u8) {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            control => {
                let code = format!("\\u{control:04x}");
                return self.out.extend_from_slice(code.as_bytes());
            }
        };
        self.out.extend_from_slice(escape.as_bytes());
    }
}

const fn needs_escape(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..=0x1f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_json() {
        let mut json = Json::default();
        json.object(&mut |json| {
            json.key("a").array(&mut |json| {
                json.number(1);
                json.truth(true);
                json.null();
                json.array(&mut |_| {});
            });
            json.key("b\"").text(b"x\\\"\n\x01\xff\xc3\xa9");
            json.key("c").object(&mut |_| {});
        });
        let text = String::from_utf8(json.into_bytes()).unwrap();
        assert_eq!(
            text,
            r#"{"a":[1,true,null,[]],"b\"":"x\\\"\n\u0001�é","c":{}}"#
        );
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["b\""], "x\\\"\n\u{1}\u{fffd}é");
    }
}
