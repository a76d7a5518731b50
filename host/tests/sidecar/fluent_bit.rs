//! Alerts into a real Fluent Bit, by its own protocol and by HTTP. Skipped, and said so, where `FALCONET_FLUENT_BIT` names none.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::running::{Place, event};

const INPUTS: &str = "
[SERVICE]
    Flush 0.2
[INPUT]
    Name forward
    Listen 127.0.0.1
    Port PORT0
    Shared_Key open sesame
    Self_Hostname fluent.example
[INPUT]
    Name forward
    Listen 127.0.0.1
    Port PORT1
[INPUT]
    Name http
    Listen 127.0.0.1
    Port PORT2
[OUTPUT]
    Name file
    Match *
    Path .
";

const OUTPUTS: &str = "  - {type: forward, address: '127.0.0.1:PORT0', tag: with.key, shared_key: open sesame, required: true}
  - {type: forward, address: '127.0.0.1:PORT1', tag: without.key, required: true}
  - {type: http, url: 'http://127.0.0.1:PORT2/by.http', required: true}
";

/// A Fluent Bit that runs.
struct FluentBit(Child);

impl Drop for FluentBit {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Puts ports that are free for `PORT0` and so on.
fn with_ports(text: &str, ports: [u16; 3]) -> String {
    let numbered = ports.into_iter().enumerate();
    numbered.fold(text.to_owned(), |text, (number, port)| {
        text.replace(&format!("PORT{number}"), &port.to_string())
    })
}

fn free_ports() -> [u16; 3] {
    let listeners = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

#[test]
fn fluent_bit_takes_every_alert_in_order() {
    let Some(binary) = std::env::var_os("FALCONET_FLUENT_BIT") else {
        eprintln!("SKIPPED: no Fluent Bit; name its binary with FALCONET_FLUENT_BIT");
        return;
    };
    let Some(place) = Place::new() else { return };
    let ports = free_ports();
    place.write("fluent-bit.conf", &with_ports(INPUTS, ports));
    place.send_alerts_to(&with_ports(OUTPUTS, ports));
    let process = Command::new(binary)
        .args(["-q", "-c", "fluent-bit.conf"])
        .current_dir(place.path(""))
        .stdout(Stdio::null())
        .spawn();
    let _fluent_bit = FluentBit(process.unwrap());
    let sidecar = place.start();
    let since = Instant::now();
    for user in ["u1", "u2", "u3"] {
        // Until Fluent Bit listens.
        while sidecar.send(event(user).as_bytes()).code != 200 {
            assert!(since.elapsed() < Duration::from_mins(1));
        }
    }
    for name in ["with.key", "without.key", "by.http"] {
        let came = || {
            let text = place.read(name);
            let mut users = text.split("ct.request.username\":\"");
            let users = users.by_ref().skip(1).map(|rest| rest[..2].to_owned());
            users.collect::<Vec<String>>()
        };
        while came().len() < 3 {
            assert!(
                since.elapsed() < Duration::from_mins(1),
                "{name}: {:?}",
                came()
            );
            thread::sleep(Duration::from_millis(50));
        }
        let mut came = came();
        came.dedup();
        assert_eq!(came, ["u1", "u2", "u3"], "{name}");
    }
}
