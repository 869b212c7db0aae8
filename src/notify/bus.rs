//! The buses of this computer.
//!
//! Owns one refusal: a bus that its address places beyond a network, or behind a command, is none.
//! The program opens no network socket, whatever the environment says, and looks no host up.

use zbus::address::{Address, transport::Transport};
use zbus::{Connection, connection};

/// The bus of this login.
pub(super) async fn session() -> zbus::Result<Connection> {
    here(Address::session()?).await
}

/// The bus of this computer.
pub(super) async fn system() -> zbus::Result<Connection> {
    here(Address::system()?).await
}

async fn here(address: Address) -> zbus::Result<Connection> {
    match address.transport() {
        Transport::Unix(_) => connection::Builder::address(address).build().await,
        _ => Err(zbus::Error::Address("not a socket of this computer".to_owned())),
    }
}
