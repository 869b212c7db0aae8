//! The one integration target: what the parts promise together (design §9). Each module guards
//! promises of design §1 and says which.

mod counting;
mod places;
