//! An editor that says what a test has it say.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::support::Workplace;

/// An editor that says what a test has it say.
pub(crate) struct Editor {
    child: Child,
    pub(crate) input: ChildStdin,
    output: BufReader<ChildStdout>,
    asked: i64,
    /// What the server said without being asked, in order.
    notices: Vec<Value>,
}

impl Editor {
    pub(crate) fn start(workplace: &Workplace, options: &[&str]) -> Self {
        let mut command = workplace.command(&[&["lsp"], options].concat());
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let command = command.stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        Self {
            input: child.stdin.take().unwrap(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
            asked: 0,
            notices: Vec::new(),
        }
    }

    pub(crate) fn raw(&mut self, message: &str) {
        write!(
            self.input,
            "Content-Length: {}\r\n\r\n{message}",
            message.len()
        )
        .unwrap();
        self.input.flush().unwrap();
    }

    pub(crate) fn notify(&mut self, method: &str, params: &Value) {
        self.raw(&json!({"jsonrpc": "2.0", "method": method, "params": params}).to_string());
    }

    /// The next message of the server.
    pub(crate) fn message(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert_ne!(
                self.output.read_line(&mut line).unwrap(),
                0,
                "the server is gone"
            );
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut message = vec![0; length];
        self.output.read_exact(&mut message).unwrap();
        serde_json::from_slice(&message).unwrap()
    }

    /// The next answer.
    pub(crate) fn answer(&mut self) -> Value {
        loop {
            let message = self.message();
            if message.get("method").is_none() {
                return message;
            }
            self.notices.push(message);
        }
    }

    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.raw(
            &json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string(),
        );
        let answer = self.answer();
        assert_eq!(answer["id"], id, "{answer}");
        answer
    }

    pub(crate) fn result(&mut self, method: &str, params: &Value) -> Value {
        let mut answer = self.ask(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }

    pub(crate) fn error(&mut self, method: &str, params: &Value) -> (i64, String) {
        let answer = self.ask(method, params);
        let error = &answer["error"];
        (
            error["code"].as_i64().unwrap(),
            error["message"].as_str().unwrap().to_owned(),
        )
    }

    /// What is said without being asked next.
    pub(crate) fn notice(&mut self, method: &str) -> Value {
        loop {
            let notice = if self.notices.is_empty() {
                self.message()
            } else {
                self.notices.remove(0)
            };
            if notice["method"] == method {
                return notice["params"].clone();
            }
        }
    }

    /// What is found in that version of a document, or in none. What is found in others before may be told or not.
    pub(crate) fn diagnostics(&mut self, uri: &str, version: Option<i32>) -> Vec<Value> {
        loop {
            let found = self.notice("textDocument/publishDiagnostics");
            if found["uri"] == uri && found["version"] == json!(version) {
                return found["diagnostics"].as_array().unwrap().clone();
            }
        }
    }

    pub(crate) fn hello(&mut self, workplace: &Workplace, more: &Value) -> Value {
        let mut params =
            json!({"processId": null, "rootUri": uri(workplace, ""), "capabilities": {}});
        params
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let result = self.result("initialize", &params);
        self.notify("initialized", &json!({}));
        result
    }

    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.notify("textDocument/didOpen", &json!({"textDocument": document}));
    }

    /// Waits until the server ends by itself: what it said on standard error.
    pub(crate) fn end(mut self, code: i32) -> String {
        assert_eq!(self.child.wait().unwrap().code(), Some(code));
        let mut said = String::new();
        let mut error = self.child.stderr.take().unwrap();
        error.read_to_string(&mut said).unwrap();
        said
    }

    pub(crate) fn exit(mut self, code: i32) {
        self.notify("exit", &Value::Null);
        assert_eq!(self.child.wait().unwrap().code(), Some(code));
    }
}

pub(crate) fn uri(workplace: &Workplace, name: &str) -> String {
    let path = std::fs::canonicalize(workplace.path(""))
        .unwrap()
        .join(name);
    format!("file://{}", path.display())
}

/// The first place of `word` in a text, so many characters on.
pub(crate) fn place(uri: &str, text: &str, word: &str, on: usize) -> Value {
    let offset = text.find(word).unwrap_or_else(|| panic!("no {word}")) + on;
    let line = text[..offset].matches('\n').count();
    let character = offset - text[..offset].rfind('\n').map_or(0, |end| end + 1);
    json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}})
}

pub(crate) fn with(mut params: Value, key: &str, value: Value) -> Value {
    params[key] = value;
    params
}

pub(crate) fn labels(result: &Value) -> Vec<&str> {
    let items = result["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["label"].as_str().unwrap())
        .collect()
}
