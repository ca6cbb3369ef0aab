/// The version of Citemill, by semantic versioning.
public let citemillVersion = "0.1.0"
