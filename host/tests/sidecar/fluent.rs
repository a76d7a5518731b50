//! A client of Fluent's protocol, written from its specification and apart from what it tests.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use rmp::decode::{read_array_len, read_bool, read_map_len, read_str_len};
use rmp::encode::{
    write_array_len, write_bin, write_ext_meta, write_map_len, write_str, write_uint,
};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha512};

/// How records are put into a message.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mode {
    Message,
    Forward,
    Packed,
    Gzip,
}

/// How the time of an entry is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Time {
    Seconds,
    Precise,
    WithMetadata,
}

/// A connection.
pub(crate) struct Client<S> {
    stream: S,
}

impl Client<TcpStream> {
    pub(crate) fn connect(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_mins(1)))
            .unwrap();
        Self { stream }
    }
}

impl<S: Read + Write> Client<S> {
    pub(crate) const fn over(stream: S) -> Self {
        Self { stream }
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).unwrap();
        self.stream.flush().unwrap();
    }

    /// The chunk that is acknowledged; an error if the connection ends instead.
    pub(crate) fn acknowledged(&mut self) -> io::Result<String> {
        let failed = |_| io::Error::from(io::ErrorKind::UnexpectedEof);
        assert_eq!(read_map_len(&mut self.stream).map_err(failed)?, 1);
        assert_eq!(self.text()?, "ack");
        self.text()
    }

    fn text(&mut self) -> io::Result<String> {
        let failed = |_| io::Error::from(io::ErrorKind::UnexpectedEof);
        let length = read_str_len(&mut self.stream).map_err(failed)?;
        let mut text = vec![0; length as usize];
        self.stream.read_exact(&mut text)?;
        Ok(String::from_utf8(text).unwrap())
    }

    /// Shows that it knows the key, and has the other side show it too; whether it was let in.
    pub(crate) fn introduce(&mut self, key: &str) -> bool {
        let nonce = self.helo();
        let digest = |host: &str| {
            let all = [b"salt", host.as_bytes(), &nonce, key.as_bytes()].concat();
            let digest = Sha512::digest(all);
            digest
                .iter()
                .flat_map(|byte| [byte >> 4, byte & 15])
                .map(|digit| char::from_digit(digit.into(), 16).unwrap())
                .collect::<String>()
        };
        let mut ping = Vec::new();
        write_array_len(&mut ping, 6).unwrap();
        for text in ["PING", "client", "salt", &digest("client"), "", ""] {
            write_str(&mut ping, text).unwrap();
        }
        self.send(&ping);
        assert_eq!(read_array_len(&mut self.stream).unwrap(), 5);
        assert_eq!(self.text().unwrap(), "PONG");
        let allowed = read_bool(&mut self.stream).unwrap();
        let [reason, host, theirs] = [(); 3].map(|()| self.text().unwrap());
        if allowed {
            assert_eq!(theirs, digest(&host));
        } else {
            assert_eq!(reason, "shared_key mismatch");
        }
        allowed
    }

    fn helo(&mut self) -> Vec<u8> {
        assert_eq!(read_array_len(&mut self.stream).unwrap(), 2);
        assert_eq!(self.text().unwrap(), "HELO");
        let options = read_map_len(&mut self.stream).unwrap();
        assert_eq!(self.text().unwrap(), "nonce");
        let length = rmp::decode::read_bin_len(&mut self.stream).unwrap();
        let mut nonce = vec![0; length as usize];
        self.stream.read_exact(&mut nonce).unwrap();
        assert_eq!((options, self.text().unwrap().as_str()), (3, "auth"));
        assert_eq!(self.text().unwrap(), "");
        assert_eq!(self.text().unwrap(), "keepalive");
        assert!(read_bool(&mut self.stream).unwrap());
        nonce
    }
}

/// A message of records.
pub(crate) fn message(mode: Mode, time: Time, records: &[Value], chunk: Option<&str>) -> Vec<u8> {
    let mut out = Vec::new();
    let fields = if matches!(mode, Mode::Message) { 4 } else { 3 };
    write_array_len(&mut out, fields).unwrap();
    write_str(&mut out, "cloudtrail.events").unwrap();
    let entries: Vec<_> = records.iter().map(|record| entry(time, record)).collect();
    match mode {
        Mode::Message => {
            write_time(&mut out, Time::Precise);
            write_value(&mut out, &records[0]);
        }
        Mode::Forward => {
            write_array_len(&mut out, u32::try_from(entries.len()).unwrap()).unwrap();
            out.extend(entries.concat());
        }
        Mode::Packed => write_bin(&mut out, &entries.concat()).unwrap(),
        Mode::Gzip => write_bin(&mut out, &gzip(&entries.concat())).unwrap(),
    }
    let mut options = Map::new();
    options.extend(chunk.map(|chunk| ("chunk".to_owned(), chunk.into())));
    if matches!(mode, Mode::Gzip) {
        options.insert("compressed".to_owned(), "gzip".into());
    }
    write_value(&mut out, &options.into());
    out
}

fn entry(time: Time, record: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    write_array_len(&mut out, 2).unwrap();
    write_time(&mut out, time);
    write_value(&mut out, record);
    out
}

fn write_time(out: &mut Vec<u8>, time: Time) {
    match time {
        Time::Seconds => {
            write_uint(out, 1_767_225_600).unwrap();
        }
        Time::Precise => {
            write_ext_meta(out, 8, 0).unwrap();
            out.extend(1_767_225_600_u32.to_be_bytes());
            out.extend(5_u32.to_be_bytes());
        }
        Time::WithMetadata => {
            write_array_len(out, 2).unwrap();
            write_time(out, Time::Precise);
            write_map_len(out, 0).unwrap();
        }
    }
}

fn write_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::String(text) => write_str(out, text).unwrap(),
        Value::Object(map) => {
            write_map_len(out, u32::try_from(map.len()).unwrap()).unwrap();
            for (name, value) in map {
                write_str(out, name).unwrap();
                write_value(out, value);
            }
        }
        other => panic!("these tests have no {other}"),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
