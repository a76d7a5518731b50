//! The two protocols that alerts come by.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpStream;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use serde_json::Value;

use crate::running::users;

/// Alerts, and what is to be said to them.
pub(crate) struct Request {
    pub(crate) users: Vec<String>,
    pub(crate) answer: Vec<u8>,
}

/// Reads a request; nothing if none comes any more.
pub(crate) type Read = fn(&mut BufReader<TcpStream>) -> Option<Request>;

/// A request with alerts, one a line.
pub(crate) fn http(stream: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let head = head.to_lowercase();
    let (_, length) = head.split_once("content-length: ")?;
    let mut body = vec![0; length.split("\r\n").next()?.parse().ok()?];
    stream.read_exact(&mut body).ok()?;
    Some(Request {
        users: users(&String::from_utf8(body).unwrap()),
        answer: b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec(),
    })
}

#[derive(Deserialize)]
struct Options {
    chunk: String,
}

#[derive(Serialize)]
struct Ack {
    ack: String,
}

/// A `PackedForward` message that wants to be confirmed.
pub(crate) fn forward(stream: &mut BufReader<TcpStream>) -> Option<Request> {
    let message = rmp_serde::from_read::<_, (String, ByteBuf, Options)>(stream);
    let (_, entries, Options { chunk }) = message.ok()?;
    Some(Request {
        users: entries_of(&entries),
        answer: rmp_serde::to_vec_named(&Ack { ack: chunk }).unwrap(),
    })
}

fn entries_of(mut entries: &[u8]) -> Vec<String> {
    let mut users = Vec::new();
    while !entries.is_empty() {
        let entry = rmp_serde::from_read::<_, (IgnoredAny, Value)>(&mut entries);
        let (_, alert) = entry.unwrap();
        let user = &alert["output_fields"]["ct.request.username"];
        users.push(user.as_str().unwrap().to_owned());
    }
    users
}
