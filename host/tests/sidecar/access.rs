//! Who may send events by HTTP, and in what form.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::running::{Place, Sidecar, event, heard};
use crate::secure::{self, connect, post, tls};

/// What a request is answered, whole.
fn ask(sidecar: &Sidecar, request: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(&sidecar.addresses["events"]).unwrap();
    let length = body.len();
    let head =
        format!("{request}\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
    heard(&stream)
}

fn http(more: &str) -> String {
    format!("{{type: http, listen: '127.0.0.1:0', {more}}}")
}

#[test]
fn only_who_has_the_token_is_let_in() {
    let Some(place) = Place::new() else { return };
    place.write("token", "open sesame\n");
    place.with_inputs(&[&http("auth: {bearer: {file: token}}")], "");
    let sidecar = place.start();
    let event = event("a");
    let post = "POST /events HTTP/1.1";
    for credentials in [
        "",
        "\r\nauthorization: Bearer open",
        "\r\nauthorization: Basic b3Blbg==",
    ] {
        let said = ask(&sidecar, &format!("{post}{credentials}"), event.as_bytes());
        assert!(said.starts_with("HTTP/1.1 401"), "{said}");
        assert!(said.contains("www-authenticate: Bearer realm="), "{said}");
    }
    assert!(place.users().is_empty());
    let said = ask(
        &sidecar,
        &format!("{post}\r\nauthorization: Bearer open sesame"),
        event.as_bytes(),
    );
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    assert_eq!(place.users(), ["a"]);
}

#[test]
fn only_the_user_with_the_password_is_let_in() {
    let Some(place) = Place::new() else { return };
    place.with_inputs(
        &[&http(
            "auth: {basic: {user: vector, password: {env: FALCONET_TEST_PASSWORD}}}",
        )],
        "",
    );
    let missing = place.command(&["run", "--check-config"]).output().unwrap();
    let said = String::from_utf8(missing.stderr).unwrap();
    assert!(!missing.status.success());
    assert!(
        said.contains("`FALCONET_TEST_PASSWORD` is not set"),
        "{said}"
    );
    place.with_inputs(
        &[&http(
            "auth: {basic: {user: vector, password: open sesame}}",
        )],
        "",
    );
    let sidecar = place.start();
    let said = ask(&sidecar, "POST / HTTP/1.1", event("a").as_bytes());
    assert!(said.contains("www-authenticate: Basic realm="), "{said}");
    let known = "POST / HTTP/1.1\r\nauthorization: Basic dmVjdG9yOm9wZW4gc2VzYW1l";
    let said = ask(&sidecar, known, event("a").as_bytes());
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
}

#[test]
fn health_is_asked_by_head_without_a_token() {
    let Some(place) = Place::new() else { return };
    place.with_inputs(&[&http("auth: {bearer: open}")], "");
    let sidecar = place.start();
    for path in ["/", "/events"] {
        let said = ask(&sidecar, &format!("HEAD {path} HTTP/1.1"), b"");
        assert!(
            said.starts_with("HTTP/1.1 200") && said.ends_with("\r\n\r\n"),
            "{said}"
        );
    }
}

#[test]
fn what_shippers_compress_is_read_and_what_nobody_can_read_is_told() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(event("a").as_bytes()).unwrap();
    let snappy = snap::raw::Encoder::new()
        .compress_vec(event("b").as_bytes())
        .unwrap();
    let send = |encoding: &str, body: &[u8]| {
        ask(
            &sidecar,
            &format!("POST / HTTP/1.1\r\ncontent-encoding: {encoding}"),
            body,
        )
    };
    let said = send("deflate", &zlib.finish().unwrap());
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    let said = send("snappy", &snappy);
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    assert_eq!(place.users(), ["a", "b"]);
    assert!(send("deflate", b"no zlib").starts_with("HTTP/1.1 400"));
    let said = send("br", b"?");
    assert!(
        said.starts_with("HTTP/1.1 415") && said.contains("accept-encoding: gzip, zstd"),
        "{said}"
    );
}

#[test]
fn a_body_in_chunks_is_read_and_one_that_breaks_off_is_not() {
    let Some(place) = Place::new() else { return };
    place.configure("limits: {max_body: 2KiB}\n");
    let sidecar = place.start();
    let send = |chunks: &str| {
        let mut stream = TcpStream::connect(&sidecar.addresses["events"]).unwrap();
        let head =
            "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
        stream
            .write_all((head.to_owned() + chunks).as_bytes())
            .unwrap();
        if !chunks.ends_with("0\r\n\r\n") {
            stream.shutdown(std::net::Shutdown::Write).unwrap();
        }
        let mut said = String::new();
        // The rest of what is too large is not read, which may break the connection.
        let _ = stream.read_to_string(&mut said);
        said
    };
    let event = event("a");
    let (first, second) = event.split_at(20);
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    let both = chunk(first) + &chunk(second);
    let said = send(&(both.clone() + "0\r\n\r\n"));
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    assert!(!send(&both).starts_with("HTTP/1.1 2"));
    let said = send(&(chunk(&event).repeat(20) + "0\r\n\r\n"));
    assert!(
        said.is_empty() || said.starts_with("HTTP/1.1 413"),
        "{said}"
    );
    assert_eq!(place.users(), ["a"]);
}

#[test]
fn events_come_encrypted_and_by_http_2_if_the_client_likes() {
    let Some(place) = Place::new() else { return };
    place.with_inputs(&[&http(&tls(false))], "");
    let sidecar = place.start();
    let address = &sidecar.addresses["events"];
    let stream = connect(address, None, &["http/1.1"]).unwrap();
    let said = post(stream, &event("a")).unwrap();
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    assert_eq!(place.users(), ["a"]);
    let mut stream = connect(address, None, &["h2", "http/1.1"]).unwrap();
    assert_eq!(stream.conn.alpn_protocol(), Some(&b"h2"[..]));
    stream
        .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")
        .unwrap();
    let mut frame = [0; 9];
    stream.read_exact(&mut frame).unwrap();
    assert_eq!(frame[3], 4, "settings come first");
    // Who does not encrypt is not understood, and hurts nobody.
    let mut plain = TcpStream::connect(address).unwrap();
    plain.write_all(b"POST / HTTP/1.1\r\n\r\n").unwrap();
    let mut said = Vec::new();
    let _ = plain.read_to_end(&mut said);
    assert!(!said.starts_with(b"HTTP"));
}

#[test]
fn only_clients_with_a_certificate_are_let_in_if_it_is_so_wished() {
    let Some(place) = Place::new() else { return };
    place.with_inputs(&[&http(&tls(true))], "");
    let sidecar = place.start();
    let send = |client, user| {
        let stream = connect(&sidecar.addresses["events"], client, &[]);
        stream.and_then(|stream| post(stream, &event(user)))
    };
    assert!(send(None, "a").is_err());
    assert!(send(Some("stranger"), "b").is_err());
    let said = send(Some("client"), "c").unwrap();
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    assert_eq!(place.users(), ["c"]);
}

#[test]
fn certificates_and_keys_that_are_no_good_are_told_at_the_start() {
    let Some(place) = Place::new() else { return };
    let [server, other] = ["server.pem", "client.key"].map(secure::file);
    let [server, other] = [server.display(), other.display()];
    place.write("empty.pem", "");
    let cases = [
        (
            format!("tls: {{certificate: none.pem, key: '{other}'}}"),
            "`none.pem`",
        ),
        (
            format!("tls: {{certificate: empty.pem, key: '{other}'}}"),
            "`empty.pem`",
        ),
        (
            format!("tls: {{certificate: '{server}', key: empty.pem}}"),
            "a private key in `empty.pem`",
        ),
        (
            format!("tls: {{certificate: '{server}', key: '{other}'}}"),
            "cannot be used with the key",
        ),
    ];
    for (config, expected) in cases {
        place.with_inputs(&[&http(&config)], "");
        for arguments in [&["run", "--check-config"][..], &["run"]] {
            let ran = place.command(arguments).output().unwrap();
            let said = String::from_utf8(ran.stderr).unwrap();
            assert!(!ran.status.success(), "{config}");
            assert!(said.contains(expected), "{config}: {said}");
        }
    }
}
