//! The HTTP output against servers that are well, ill and picky.

use std::io::Write as _;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

use super::receiver::{Receiver, Step};
use super::*;
use crate::sidecar::outputs::Rest;

fn http(url: &str, more: &str) -> Http {
    let config = format!("{{url: '{url}'{more}}}");
    Http::new(&serde_saphyr::from_str(&config).unwrap()).unwrap()
}

fn to(receiver: &Receiver, more: &str) -> Http {
    http(&format!("http://{}/alerts", receiver.address), more)
}

fn alerts(count: usize) -> Vec<Bytes> {
    (1..=count)
        .map(|n| Bytes::from(format!("{{\"n\":{n}}}\n")))
        .collect()
}

#[test]
fn alerts_go_together_in_order_over_one_connection() {
    let receiver = Receiver::start(&[]);
    let mut http = to(
        &receiver,
        ", max_alerts: 2, headers: {X-Team: blue, Accept: text/plain}, auth: {bearer: s3cret}",
    );
    assert_eq!(http.send(&alerts(5)).done, 5);
    let lines = [
        "{\"n\":1}\n{\"n\":2}\n",
        "{\"n\":3}\n{\"n\":4}\n",
        "{\"n\":5}\n",
    ];
    assert_eq!(receiver.taken(), lines);
    assert_eq!(receiver.connections(), 1);
    let head = &receiver.asked()[0].head;
    for part in [
        "post /alerts http/1.1\r\n",
        "content-type: application/json\r\n",
        "x-team: blue\r\n",
        "accept: text/plain\r\n",
        "authorization: bearer s3cret\r\n",
    ] {
        assert!(head.contains(part), "{part}: {head}");
    }
}

#[test]
fn an_alert_goes_alone_as_falco_posts_it() {
    let receiver = Receiver::start(&[]);
    let mut http = to(
        &receiver,
        ", format: alert, auth: {basic: {user: a, password: b}}",
    );
    assert_eq!(http.send(&alerts(2)).done, 2);
    assert_eq!(receiver.taken(), ["{\"n\":1}", "{\"n\":2}"]);
    let head = &receiver.asked()[0].head;
    assert!(
        head.contains("content-type: application/json\r\n"),
        "{head}"
    );
    assert!(head.contains("authorization: basic ytpi\r\n"), "{head}");
}

#[test]
fn what_may_pass_is_a_failure_and_what_was_taken_before_it_is_done_with() {
    for step in [
        Step::Answer(500),
        Step::Answer(503),
        Step::Answer(429),
        Step::Answer(408),
        Step::Die,
    ] {
        let receiver = Receiver::start(&[Step::Answer(200), step]);
        let mut http = to(&receiver, ", max_alerts: 2");
        let sent = http.send(&alerts(4));
        assert_eq!(sent.done, 2, "{step:?}");
        assert!(matches!(sent.rest, Rest::Failed(_)), "{step:?}: {sent:?}");
        assert_eq!(http.send(&alerts(4)[2..]).done, 2);
        assert_eq!(receiver.taken().concat().lines().count(), 4);
    }
}

#[test]
fn a_server_that_hangs_is_given_up() {
    let receiver = Receiver::start(&[Step::Hang]);
    let mut http = to(&receiver, ", timeout: 300ms");
    let sent = http.send(&alerts(1));
    let Rest::Failed(error) = sent.rest else {
        panic!("{sent:?}")
    };
    assert!(error.to_string().contains("timeout"), "{error}");
}

#[test]
fn nobody_at_the_address_is_a_failure_that_names_it_without_secrets() {
    let receiver = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = receiver.local_addr().unwrap();
    drop(receiver);
    let mut http = http(&format!("http://user:s3cret@{address}/?token=s3cret"), "");
    let Rest::Failed(error) = http.send(&alerts(1)).rest else {
        panic!("taken")
    };
    let error = error.to_string();
    assert!(
        error.contains(&address.to_string()) && !error.contains("s3cret"),
        "{error}"
    );
}

#[test]
fn the_one_alert_that_is_refused_is_found_among_others() {
    for code in [301, 400, 404, 413, 422] {
        let receiver = Receiver::start(&[Step::Dislike("{\"n\":6}", code)]);
        let mut http = to(&receiver, "");
        let sent = http.send(&alerts(9));
        assert_eq!(sent.done, 5, "{code}");
        let Rest::Refused(reason) = sent.rest else {
            panic!("{sent:?}")
        };
        assert!(
            reason.contains(&code.to_string()) && reason.contains("so?"),
            "{reason}"
        );
        assert_eq!(http.send(&alerts(9)[6..]).done, 3);
        let taken = receiver.taken().concat();
        assert_eq!(
            taken,
            alerts(9)
                .concat()
                .iter()
                .map(|b| *b as char)
                .collect::<String>()
                .replace("{\"n\":6}\n", "")
        );
    }
}

#[test]
fn what_cannot_be_used_is_told_at_the_start() {
    for (more, told) in [
        (", headers: {'a b': c}", "a b"),
        (", headers: {a: \"b\\nc\"}", "cannot use `a`"),
        (", auth: {bearer: {file: /no/such}}", "/no/such"),
        (", tls: {ca: /no/such}", "/no/such"),
    ] {
        let config = format!("{{url: 'http://x/'{more}}}");
        let error = Http::new(&serde_saphyr::from_str(&config).unwrap())
            .err()
            .unwrap();
        assert!(error.to_string().contains(told), "{error}");
    }
}

/// An authority, and files of what it made for a client.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: tempfile::TempDir,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let authority = Self { issuer, folder };
        authority.write("ca.pem", &authority.issuer.pem());
        let (certificate, key) = authority.made_for("client");
        authority.write("client.pem", &certificate.pem());
        authority.write("client.key", &key.serialize_pem());
        authority
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn made_for(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }

    /// A server that only talks to clients of this authority.
    fn server(&self) -> Receiver {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(self.issuer.der().clone()).unwrap();
        let clients =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        let (certificate, key) = self.made_for("localhost");
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(clients.build().unwrap())
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let config = Arc::new(config);
        Receiver::start_with(&[], move |mut stream| {
            let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            while connection.is_handshaking() {
                if connection.complete_io(&mut stream).is_err() {
                    // The other side is told why.
                    let _ = connection
                        .write_tls(&mut stream)
                        .and_then(|_| stream.flush());
                    return None;
                }
            }
            Some(StreamOwned::new(connection, stream))
        })
    }
}

#[test]
fn tls_is_spoken_with_whom_the_authority_knows_and_with_no_other() {
    let authority = Authority::new();
    let receiver = authority.server();
    let port = receiver.address.rsplit(':').next().unwrap();
    let url = format!("https://localhost:{port}/");
    let client = format!(
        "certificate: '{}', key: '{}'",
        authority.path("client.pem"),
        authority.path("client.key")
    );
    let trust = format!("ca: '{}'", authority.path("ca.pem"));
    let mut known = http(&url, &format!(", tls: {{{trust}, {client}}}"));
    let sent = known.send(&alerts(2));
    assert_eq!(sent.done, 2, "{sent:?}");
    for stranger in [format!("{{{trust}}}"), format!("{{{client}}}")] {
        let mut http = http(&url, &format!(", tls: {stranger}"));
        let sent = http.send(&alerts(1));
        assert!(matches!(sent.rest, Rest::Failed(_)), "{stranger}: {sent:?}");
    }
    assert_eq!(receiver.taken().len(), 1);
}
