/// A certificate of localhost that signed itself, and its key: known to everybody, for tests alone.
enum TestCertificate {
  static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBmTCCAUGgAwIBAgIUWcXxQGl+ujs4uw1M8w2E38PZE5owCgYIKoZIzj0EAwIw
    FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTA3NDg0NVoYDzIxMjYxMDI4
    MDc0ODQ1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
    PQMBBwNCAASeJqisBVBHD4KsLJ5QwQBgJWb/boZqO0NkHqjI/kzGmkS3isq4IGS8
    jOYlsyqEnqxXTIJ66UTnByt9fOG3FK+2o28wbTAdBgNVHQ4EFgQUUepn6SL7itxz
    InOcM4Tf22Eu/rMwHwYDVR0jBBgwFoAUUepn6SL7itxzInOcM4Tf22Eu/rMwDwYD
    VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
    zj0EAwIDRgAwQwIfNFuTAKg+rIPD1aQIqEKk4G0Qq44cboJ9ecOJL86ycwIgHKVG
    ft+Pq6K2Qv6vqh33FXFXGSS4Kueq9EG9GydA3r8=
    -----END CERTIFICATE-----

    """

  static let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgj08Rz3uf0Xsz23p7
    kRtennWDnYYOrNKNhY8AuMwhIKShRANCAASeJqisBVBHD4KsLJ5QwQBgJWb/boZq
    O0NkHqjI/kzGmkS3isq4IGS8jOYlsyqEnqxXTIJ66UTnByt9fOG3FK+2
    -----END PRIVATE KEY-----

    """

  /// The key of another certificate.
  static let otherKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCMNOYStFvIChUjgv
    L+GBlLzUhxWkGjpcby+HM7zvD6ihRANCAARDw2T/LzzeEi++/wIbxHvargTbv6ui
    tVriforanSYqgiMvZTAADLPAAvohGnwJMuQMvjjgwXAyQGYmYJDm0h0W
    -----END PRIVATE KEY-----

    """
}
