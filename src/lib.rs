//! nocontact.
pub mod countdown;
pub mod store;
