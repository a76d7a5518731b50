//! Alerts over TLS, by Fluent's protocol and as syslog.

use std::io::Read as _;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::running::{Place, Sidecar, event};
use crate::secure::{file, tls};

/// The part of a configuration that encrypts an output.
fn client(authority: &str, client: Option<&str>) -> String {
    let ca = file(authority);
    let client = client.map_or_else(String::new, |name| {
        let [certificate, key] = ["pem", "key"].map(|kind| file(&format!("{name}.{kind}")));
        let [certificate, key] = [certificate.display(), key.display()];
        format!(", certificate: '{certificate}', key: '{key}'")
    });
    format!("tls: {{ca: '{}'{client}}}", ca.display())
}

/// A sidecar that takes messages from whom the authority knows.
fn receiver() -> Option<(Place, Sidecar)> {
    let place = Place::new()?;
    let input = format!("{{type: forward, listen: '127.0.0.1:0', {}}}", tls(true));
    place.with_inputs(&[&input], "");
    let sidecar = place.start();
    Some((place, sidecar))
}

/// What an event is answered whose alert goes to a required output.
fn answer(output: &str) -> Option<(u16, String)> {
    let place = Place::new()?;
    let more = "timeout: 5s, required: true, retry: {first: 10ms, within: 500ms}";
    place.send_alerts_to(&format!("  - {{{output}, {more}}}\n"));
    let sidecar = place.start();
    let answer = sidecar.send(event("a").as_bytes());
    Some((answer.code, answer.body))
}

#[test]
fn messages_go_only_to_a_server_of_the_authority_and_with_the_certificate_that_it_asks_for() {
    let Some((_place, receiver)) = receiver() else {
        return;
    };
    let address = &receiver.addresses["forward"];
    let answer = |tls: &str| {
        let output = format!("type: forward, address: '{address}', {tls}");
        answer(&output).unwrap()
    };
    let (code, said) = answer(&client("stranger.pem", Some("client")));
    assert!(code == 503 && said.contains("UnknownIssuer"), "{said}");
    let (code, said) = answer(&client("authority.pem", None));
    assert_eq!(code, 503, "{said}");
    let (code, said) = answer(&client("authority.pem", Some("stranger")));
    assert_eq!(code, 503, "{said}");
    let skipped = || {
        receiver
            .ask("/metrics")
            .body
            .contains("falconet_skipped_total 1\n")
    };
    assert!(!skipped());
    let (code, said) = answer(&client("authority.pem", Some("client")));
    assert_eq!(code, 200, "{said}");
    // An alert is no event, so it is passed over there.
    assert!(skipped());
}

#[test]
fn a_server_that_is_another_than_it_should_be_is_told_nothing() {
    let Some((_place, receiver)) = receiver() else {
        return;
    };
    let address = &receiver.addresses["forward"];
    let tls = client("authority.pem", Some("client")).replace('}', ", server_name: elsewhere}");
    let output = format!("type: forward, address: '{address}', {tls}");
    let (code, said) = answer(&output).unwrap();
    assert!(code == 503 && said.contains("not valid for name"), "{said}");
}

/// A server that reads one connection to its end.
fn server() -> (String, JoinHandle<std::io::Result<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let certificate = CertificateDer::from_pem_file(file("server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(file("server.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let reading = thread::spawn(move || {
        let (stream, _) = listener.accept()?;
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        let mut said = [0; 40];
        stream.read_exact(&mut said)?;
        Ok(String::from_utf8_lossy(&said).into_owned())
    });
    (address, reading)
}

#[test]
fn syslog_messages_go_over_tls_with_their_length_before_them() {
    let (address, reading) = server();
    let tls = client("authority.pem", None);
    let output = format!("type: syslog, transport: tcp, address: '{address}', {tls}");
    let Some((code, said)) = answer(&output) else {
        return;
    };
    assert_eq!(code, 200, "{said}");
    let read = reading.join().unwrap().unwrap();
    let (length, message) = read.split_once(' ').unwrap();
    assert!(length.parse::<usize>().unwrap() > 100, "{read}");
    assert!(message.starts_with("<132>1 "), "{read}");
}

#[test]
fn a_syslog_server_of_another_authority_gets_no_message() {
    let (address, reading) = server();
    let tls = client("stranger.pem", None);
    let output = format!("type: syslog, transport: tcp, address: '{address}', {tls}");
    let Some((code, said)) = answer(&output) else {
        return;
    };
    assert_eq!(code, 503, "{said}");
    assert!(reading.join().unwrap().is_err());
}

#[test]
fn certificates_that_are_not_there_are_told_before_anything_is_taken() {
    let Some(place) = Place::new() else { return };
    place.send_alerts_to("  - {type: forward, address: 'localhost:1', tls: {ca: none.pem}}\n");
    for arguments in [&["run", "--check-config"][..], &["run"]] {
        let ran = place.command(arguments).output().unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert!(
            !ran.status.success() && said.contains("`none.pem`"),
            "{said}"
        );
    }
}
