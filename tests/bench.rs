//! The benchmark is run by people, and seldom: here it is seen to run still, on the program as it is
//! and with whatever peers are there. What it measures judges nothing.

use std::process::{Command, Output};

fn bench(program: &str) -> Output {
    let arguments = "--quick --no-install --rounds 2 --notices 2 --only status,urge,notices";
    let mut line = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/run"));
    line.args(arguments.split(' ')).args(["--program", program]).output().unwrap()
}

#[test]
fn it_prints_a_row_for_each_command_and_the_budgets() {
    let ran = bench(env!("CARGO_BIN_EXE_nocontact"));
    let (printed, said) =
        (String::from_utf8(ran.stdout).unwrap(), String::from_utf8(ran.stderr).unwrap());
    assert!(ran.status.success() && said.is_empty(), "{said}\n{printed}");
    let rows: Vec<String> =
        printed.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for begin in [
        "| nocontact status, daemon up | ",
        "| /bin/true | ",
        "| nocontact urge 4 --feeling lonely | ",
        "| nocontact daemon | 2 | ",
        "| notice 3 | ",
        "| status, daemon up, to remind | ",
        "| a notice, early | 0 of 2 | none | met |",
    ] {
        assert!(rows.iter().any(|row| row.starts_with(begin)), "no row {begin}\n{printed}");
    }
    assert!(!printed.contains("left out: nocontact"), "{printed}");
}

#[test]
fn it_fails_where_the_program_cannot_be_run() {
    let ran = bench("/bin/false");
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(said.starts_with("tests/bench/run: nocontact start "), "{said}");
}
