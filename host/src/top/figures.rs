//! Numbers as people read them.

use super::histogram::Quantile;
use super::view::rounded;

const BYTE_UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];

/// A count, its digits in groups: `1,234,567`.
pub(super) fn amount(value: f64) -> String {
    let digits = rounded(value).to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A rate: small ones with a digit behind the point.
pub(super) fn rate(value: f64) -> String {
    if value > 0.0 && value < 100.0 {
        format!("{value:.1}")
    } else {
        amount(value)
    }
}

/// Bytes in the largest unit of which there is one.
pub(super) fn bytes(value: f64) -> String {
    let mut value = value;
    let mut unit = "B";
    for next in BYTE_UNITS {
        unit = next;
        if value < 1024.0 {
            break;
        }
        if next != "TiB" {
            value /= 1024.0;
        }
    }
    if unit == "B" {
        format!("{value:.0} B")
    } else {
        format!("{value:.1} {unit}")
    }
}

/// A span of time of so many seconds, in its two largest units.
pub(super) fn span(seconds: f64) -> String {
    let seconds = rounded(seconds);
    let (days, hours) = (seconds / 86_400, seconds / 3600 % 24);
    let (minutes, rest) = (seconds / 60 % 60, seconds % 60);
    match seconds {
        0..60 => format!("{rest}s"),
        60..3600 => format!("{minutes}m {rest}s"),
        3600..86_400 => format!("{hours}h {minutes}m"),
        _ => format!("{days}d {hours}h"),
    }
}

/// A time that so many lie below.
pub(super) fn quantile(value: Option<Quantile>) -> String {
    match value {
        None => "-".to_owned(),
        Some(Quantile::About(seconds)) => time(seconds),
        Some(Quantile::Beyond(seconds)) => format!(">{}", time(seconds)),
    }
}

fn time(seconds: f64) -> String {
    if seconds >= 1.0 {
        format!("{seconds:.1} s")
    } else if seconds >= 0.01 {
        format!("{:.0} ms", seconds * 1e3)
    } else {
        format!("{:.1} ms", seconds * 1e3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(
            [0.0, 999.0, 1000.0, 1_234_567.0].map(amount),
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!(
            [0.0, 0.5, 99.96, 1234.4].map(rate),
            ["0", "0.5", "100.0", "1,234"]
        );
        assert_eq!(
            [0.0, 1023.0, 1024.0, 1e7, 1e16].map(bytes),
            ["0 B", "1023 B", "1.0 KiB", "9.5 MiB", "9094.9 TiB"]
        );
        assert_eq!(
            [5.0, 65.0, 7260.0, 180_000.0].map(span),
            ["5s", "1m 5s", "2h 1m", "2d 2h"]
        );
        let quantiles = [
            Some(Quantile::About(0.0012)),
            Some(Quantile::About(0.2)),
            Some(Quantile::Beyond(5.0)),
            None,
        ];
        assert_eq!(quantiles.map(quantile), ["1.2 ms", "200 ms", ">5.0 s", "-"]);
    }

    #[test]
    fn strange_numbers_are_still_numbers() {
        assert_eq!([f64::NAN, -1.0].map(amount), ["0", "0"]);
        assert_eq!(amount(f64::INFINITY), "18,446,744,073,709,551,615");
    }
}
